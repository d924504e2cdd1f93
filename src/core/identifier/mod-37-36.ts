const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The check character of ISO 7064 MOD 37,36 over digits and capital letters; `undefined` for any other character.
 */
export function mod3736(text: string): string | undefined {
  let product = 36;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code >= 48 && code <= 57 ? code - 48 : code >= 65 && code <= 90 ? code - 55 : -1;
    if (value < 0) return undefined;
    product = (product + value) % 36 || 36;
    product = (product * 2) % 37;
  }
  return alphabet[(37 - product) % 36];
}
