import { isJsonObject } from '../json/index.js';

/** Tells whether an unknown value has a shape. */
export type Guard<T> = (value: unknown) => value is T;
/** The type that a guard guards. */
export type Guarded<G> = G extends Guard<infer T> ? T : never;

type Members = Record<string, Guard<unknown>>;
type Shape<R extends Members, O extends Members> = { [K in keyof R]: Guarded<R[K]> } & {
  [K in keyof O]?: Guarded<O[K]>;
};

/** An object with these members; one that is neither required nor optional is refused, or ignored if so said. */
export function members<R extends Members, O extends Members = Record<never, never>>(
  required: R,
  optional?: O,
  others: 'refused' | 'ignored' = 'refused',
): Guard<Shape<R, O>> {
  const guards = new Map<string, Guard<unknown>>(Object.entries({ ...optional, ...required }));
  const needed = new Set(Object.keys(required));
  return (value): value is Shape<R, O> => {
    if (!isJsonObject(value)) return false;
    let found = 0;
    for (const name of Object.keys(value)) {
      const guard = guards.get(name);
      if (guard === undefined ? others === 'refused' : !guard(value[name])) return false;
      if (needed.has(name)) found++;
    }
    return found === needed.size;
  };
}

/** An array of at most `most` (and at least `least`) of these. */
export function listOf<T>(guard: Guard<T>, most: number, least = 0): Guard<T[]> {
  return (value): value is T[] =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every((item) => guard(item));
}

/** Text that is not empty and has at most `most` UTF-16 code units. */
export function textOf(most: number): Guard<string> {
  return (value): value is string => typeof value === 'string' && value.length > 0 && value.length <= most;
}

/** Text that a test accepts. */
export function isText(test: RegExp | ((text: string) => boolean)): Guard<string> {
  const accepts = test instanceof RegExp ? (text: string) => test.test(text) : test;
  return (value): value is string => typeof value === 'string' && accepts(value);
}

/** A whole number without loss, from `least` on. */
export function wholeNumber(least: number = Number.MIN_SAFE_INTEGER): Guard<number> {
  return (value): value is number => Number.isSafeInteger(value) && (value as number) >= least && !Object.is(value, -0);
}

/** Exactly this text. */
export function literal<T extends string>(text: T): Guard<T> {
  return (value): value is T => value === text;
}

/** One of these texts. */
export function oneOf<T extends string>(texts: readonly T[]): Guard<T> {
  return (value): value is T => (texts as readonly unknown[]).includes(value);
}

/** The shape, or null. */
export function nullOr<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}
