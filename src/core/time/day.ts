const form = /^\d{4}-\d{2}-\d{2}$/;
const shanghai = 8 * 60 * 60 * 1000;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!form.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day of Asia/Shanghai (UTC+8, whatever the year) on which a moment, in seconds since 1970, lies. */
export function shanghaiDay(seconds: number): string {
  const time = new Date(seconds * 1000 + shanghai);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, -14);
}
