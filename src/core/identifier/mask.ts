/** Masks a person's name: first and last character stay from three on (欧**娜), the first alone of two (张*). */
export function maskName(name: string): string {
  // By code points: rare characters lie beyond the basic plane.
  const characters = Array.from(name);
  const kept = characters.length > 2 ? (characters[characters.length - 1] as string) : '';
  if (characters.length < 2) return '*'.repeat(characters.length);
  return `${characters[0]}${'*'.repeat(characters.length - 1 - (kept === '' ? 0 : 1))}${kept}`;
}

/** Masks a holder's code: of ten characters and more the first three and last two stay, of five and more one at each end. */
export function maskCode(code: string): string {
  const characters = Array.from(code);
  const [head, tail] = characters.length >= 10 ? [3, 2] : characters.length >= 5 ? [1, 1] : [0, 0];
  const hidden = characters.length - head - tail;
  return characters.slice(0, head).join('') + '*'.repeat(hidden) + characters.slice(head + hidden).join('');
}
