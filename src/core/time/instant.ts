const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

/**
 * Reads RFC 3339 in UTC (`2026-11-24T22:00:00Z`, milliseconds or none) into milliseconds since 1970. Another zone,
 * another precision, a leap second or a day that does not exist gives `undefined`.
 */
export function parseInstant(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  const time = Date.parse(text);
  // The engine takes the 30th of February and 24 o'clock for a later day; both show in the day.
  return new Date(time).getUTCDate() === Number(text.slice(8, 10)) ? time : undefined;
}

/** Milliseconds since 1970 to RFC 3339 in UTC with milliseconds; throws on a number that is no moment. */
export function instantText(time: number): string {
  return new Date(time).toISOString();
}
