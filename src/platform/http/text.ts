import { z } from 'zod';

// Control characters, lone surrogates, bidirectional overrides and invisible characters: a name must read as it is written.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
const hostile = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/u;

/** One line of human text, NFC, trimmed at its ends, without characters that hide or reorder others. */
export const plainText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hostile.test(text), {
      error: 'holds control, invisible or unpaired characters',
      params: { code: 'field-characters-hostile' },
      abort: true,
    })
    .refine((text) => text.trim() === text, {
      error: 'begins or ends with a space',
      params: { code: 'field-ends-blank' },
    })
    .transform((text) => text.normalize('NFC'));

/** A day of the registry's time zone, `YYYY-MM-DD`, that exists. */
export const isoDate = z.iso.date();
