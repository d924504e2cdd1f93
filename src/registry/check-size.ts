import { longestMaster, type MasterContent, masterLengthAtMost } from '../core/index.js';
import type { FieldError } from '../platform/index.js';

/** Refuses a content whose master no reader would take: over 64 KiB. */
export const checkSize = (content: MasterContent): FieldError[] =>
  masterLengthAtMost(content) > longestMaster
    ? [{ pointer: '/faceData', code: 'face-data-too-large', detail: 'The licence would be larger than 64 KiB' }]
    : [];
