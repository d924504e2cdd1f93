import { parseLicenceIdentifier } from '../core/index.js';

/**
 * Whether a text could be an identifier of ours. Asked before a statement is: the database refuses some texts (NUL), and one
 * such question would fail every question that shares its group.
 */
export const isIdentifier = (text: string): boolean => parseLicenceIdentifier(text).ok;
