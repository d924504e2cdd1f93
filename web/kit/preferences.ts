const PREFIX = 'elicence.';

/** A kept choice of appearance; storage may be refused, then there is none. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a choice of appearance where the browser allows it. Never for secrets. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private browsing: the choice lasts as long as the page.
  }
}
