const languageOf = (locale: string) => (locale === 'en' ? 'en-GB' : locale);

/** A day (`YYYY-MM-DD`) or the day of a time, as a reader of `locale` writes it; the text itself where it is neither. */
export function formatDay(day: string, locale: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (!date || Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(languageOf(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** A time (RFC 3339) in the reader's own zone, with the zone named. */
export function formatTime(time: string, locale: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const format = new Intl.DateTimeFormat(languageOf(locale), {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return `${format.format(date)} ${zoneOf(date, locale)}`;
}

/** The zone's name at that time; asked for with the time, Chinese would put it between day and hour. */
function zoneOf(date: Date, locale: string): string {
  const parts = new Intl.DateTimeFormat(languageOf(locale), { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
