const shapes = {
  valid: '<circle cx="32" cy="32" r="29" class="verdict-shape"/><path d="M18 33 l10 10 l19 -21" class="verdict-mark"/>',
  invalid:
    '<path d="M20 3 h24 l17 17 v24 l-17 17 h-24 l-17 -17 v-24 z" class="verdict-shape"/><path d="M22 22 l20 20 M42 22 l-20 20" class="verdict-mark"/>',
  indeterminate:
    '<path d="M32 2 L62 32 L32 62 L2 32 z" class="verdict-shape"/><path d="M24 26 a8 8 0 1 1 11 7.4 c-2.4 1 -3 2.4 -3 5.6" class="verdict-mark"/><circle cx="32" cy="47" r="3.2" class="verdict-dot"/>',
} as const;

/** A verdict told by shape as well as by colour, as the verify page draws it. */
export const verdictIcon = (verdict: keyof typeof shapes): string =>
  `<svg class="verdict-icon" viewBox="0 0 64 64" aria-hidden="true" focusable="false">${shapes[verdict]}</svg>`;
