import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalJson, type EcPublicJwk, isJsonObject, parseStrictJson } from '../../../core/index.js';

/**
 * Not beside the bundle: whoever puts an older bundle in its place could put an older memory beside it.
 */
const usual = () => join(homedir(), '.local', 'state', 'elicence', 'seen.json');
const limits = { maxLength: 1024 * 1024, maxDepth: 3 };

/** The newest numbers that this verifier has seen, by what they number; kept in a file, apart for every trust root. */
export class Seen {
  private readonly file: string;
  private readonly root: string;

  /** `tell` is told where the file can't be written: a verdict stands without it. */
  constructor(
    { x, y }: EcPublicJwk,
    file: string | undefined,
    private readonly tell: (line: string) => void,
  ) {
    this.file = file ?? usual();
    this.root = createHash('sha256').update(`${x}.${y}`).digest('base64url');
  }

  /** The highest number of the trust list, or of the bundles of an issuer. @throws Error when the file can't be read */
  number(what: string): number | undefined {
    return this.read()[this.key(what)];
  }

  /** Keeps each number, unless a higher one is kept. */
  remember(numbers: Record<string, number>): void {
    const kept = this.read();
    const newer = Object.entries(numbers)
      .map(([what, number]) => [this.key(what), number] as const)
      .filter(([key, number]) => (kept[key] ?? -1) < number);
    if (newer.length === 0) return;
    const fresh = `${this.file}.${process.pid}`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(fresh, `${canonicalJson({ ...kept, ...Object.fromEntries(newer) })}\n`);
      renameSync(fresh, this.file);
    } catch (fault) {
      this.tell(`what was seen can't be remembered (--state): ${(fault as Error).message}`);
    }
  }

  private key(what: string): string {
    return `${this.root} ${what}`;
  }

  private read(): Record<string, number> {
    if (!existsSync(this.file)) return {};
    const parsed = parseStrictJson(readFileSync(this.file, 'utf8'), limits);
    if (parsed.ok && isJsonObject(parsed.value) && Object.values(parsed.value).every(Number.isSafeInteger)) {
      return parsed.value as Record<string, number>;
    }
    // Without it nobody can tell whether a bundle is older than one seen before.
    throw new Error(`${this.file} can't be read as the memory of what was seen: mend it, or remove it to begin anew`);
  }
}
