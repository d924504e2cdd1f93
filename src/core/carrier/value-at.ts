import { isJsonObject, type JsonObject, type JsonValue } from '../json/index.js';
import { memberAt, pointerSteps } from './pointer.js';

/** The presentation does not disclose it, or the trust list does not name it. */
export const hidden = Symbol('hidden');
/** The licence has no such thing. */
export const absent = Symbol('absent');

const holderMembers = ['kind', 'codeType', 'code', 'name'];

/** What a licence says at a pointer. In a presentation that is not `whole`, what is missing may be merely hidden. */
export function valueAt(
  licence: JsonObject,
  pointer: string,
  whole: boolean,
): JsonValue | typeof hidden | typeof absent {
  const steps = pointerSteps(pointer);
  let value: JsonValue = licence;
  for (const [depth, step] of steps.entries()) {
    // Items that are not disclosed leave no gap, so the numbers of the others say nothing.
    if (!whole && steps[0] === 'faceData' && Array.isArray(value)) return hidden;
    const next = memberAt(value, step);
    if (next === undefined) return !whole && mayBeHidden(steps, depth) ? hidden : absent;
    value = next;
  }
  return isJsonObject(value) && Object.keys(value).length === 0 && steps.at(-1)?.endsWith('ame') ? hidden : value;
}

function mayBeHidden(steps: readonly string[], depth: number): boolean {
  const step = steps[depth] as string;
  if (steps[0] === 'faceData') return depth > 0;
  return (
    (depth === 0 && step === 'licenceNumber') || (steps[0] === 'holders' && depth === 2 && holderMembers.includes(step))
  );
}
