/** NFKC and capitals, so that full-width digits and a small x mean the same; `undefined` when too long to be a code. */
export function normaliseCode(text: string): string | undefined {
  return text.length > 64 ? undefined : text.normalize('NFKC').toUpperCase();
}
