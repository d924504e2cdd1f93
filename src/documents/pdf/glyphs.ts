import type { OpenedFont } from './pen.js';

/** The characters of the texts for which the font has no glyph: they would print as empty boxes. */
export function missingGlyphs(font: OpenedFont, texts: Iterable<string>): string[] {
  const missing = new Set<string>();
  for (const text of texts) {
    for (const character of text) if (!font.hasGlyphForCodePoint(character.codePointAt(0)!)) missing.add(character);
  }
  return [...missing];
}
