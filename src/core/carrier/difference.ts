import { isJsonObject, type JsonValue } from '../json/index.js';
import { pointerStep } from './pointer.js';

/**
 * The pointer of the first place in which what a carrier says differs from what its master says. Of a presentation that is
 * not `whole` members, and items of lists on the face, may be missing; the rest must be said, in that order.
 */
export function difference(said: JsonValue, known: JsonValue, pointer: string, whole: boolean): string | undefined {
  if (Array.isArray(said) && Array.isArray(known)) {
    return whole || pointer === '/holders' ? inItems(said, known, pointer, whole) : unlessAmong(said, known, pointer);
  }
  if (!isJsonObject(said) || !isJsonObject(known)) return said === known ? undefined : pointer;
  for (const name of Object.keys(said)) {
    const at = pointer + pointerStep(name);
    const mine = said[name] as JsonValue;
    if (Object.hasOwn(known, name)) {
      const found = difference(mine, known[name] as JsonValue, at, whole);
      if (found !== undefined) return found;
    } else if (whole) return at;
  }
  // Sorted: a master has its disclosures in an order that means nothing.
  const [unsaid] = Object.keys(known)
    .filter((name) => !Object.hasOwn(said, name))
    .sort();
  return unsaid === undefined ? undefined : pointer + pointerStep(unsaid);
}

function inItems(said: JsonValue[], known: JsonValue[], pointer: string, whole: boolean): string | undefined {
  for (let i = 0; i < Math.max(said.length, known.length); i++) {
    const at = pointer + pointerStep(i);
    if (i >= said.length || i >= known.length) return at;
    const found = difference(said[i] as JsonValue, known[i] as JsonValue, at, whole);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unlessAmong(said: JsonValue[], known: JsonValue[], pointer: string): string | undefined {
  let next = 0;
  for (const item of said) {
    if (next < known.length && difference(item, known[next] as JsonValue, pointer, false) === undefined) next++;
  }
  return next === known.length ? undefined : pointer;
}
