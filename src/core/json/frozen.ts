/**
 * Freezes a JSON value and all that is in it, and gives it back. What was read out of a value that can't change need not be read
 * out of it again: a receipt that is given to `verify` frozen is parsed once.
 */
export function freezeWhole<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) freezeWhole(member);
  return Object.freeze(value);
}

/** Whether neither a JSON value nor anything in it can change any more. */
export function isFrozenWhole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Reflect.ownKeys(value).every((name) => isHeld(value, name));
}

/** A member that is read by a function may say something else each time. */
function isHeld(value: object, name: PropertyKey): boolean {
  const member = Object.getOwnPropertyDescriptor(value, name);
  return member !== undefined && 'value' in member && isFrozenWhole(member.value);
}
