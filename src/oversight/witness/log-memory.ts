import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, type CryptoPort, type NoteKey, openCheckpoint } from '../../core/index.js';
import { putFile, putFolder, readIfThere } from './durable.js';

/** The newest checkpoint of a log that the witness signed: the note with the log's line and the witness's own. */
export interface Remembered extends Checkpoint {
  note: string;
}

/** The name of a log's folder: its origin may hold any characters. */
export const folderOf = (origin: string): string => createHash('sha256').update(origin).digest('hex').slice(0, 32);

/**
 * What a witness remembers of one log, on disk before anybody hears of it. Never goes back: a file that was replaced under a
 * running witness stops it from signing, and a folder that lost its file stops it from starting.
 */
export class LogMemory {
  private readonly folder: string;
  private readonly path: string;
  private held: Remembered | undefined;

  constructor(
    folder: string,
    private readonly key: NoteKey,
    private readonly crypto: CryptoPort,
  ) {
    this.folder = join(folder, folderOf(key.name));
    this.path = join(this.folder, 'checkpoint');
    this.held = this.read();
  }

  /** The newest checkpoint that was signed. */
  latest(): Remembered | undefined {
    return this.held;
  }

  /** Keeps a checkpoint that follows the newest one. @throws Error when somebody else changed the file */
  advance(next: Remembered): void {
    if (next.size < (this.held?.size ?? 0)) throw new Error('a witness does not go back');
    const there = readIfThere(this.path)?.toString('utf8');
    if (there !== this.held?.note) throw new Error(`${this.path} was changed by somebody else while this witness runs`);
    if (this.held === undefined) putFolder(this.folder, 'checkpoint', next.note);
    else putFile(this.path, next.note);
    this.held = next;
  }

  private read(): Remembered | undefined {
    if (!existsSync(this.folder)) return undefined;
    const note = readIfThere(this.path)?.toString('utf8');
    if (note === undefined) throw new Error(`${this.folder} lost the checkpoint that was signed last: retire this key`);
    const opened = openCheckpoint(note, this.key, this.crypto);
    if (!opened.ok) throw new Error(`${this.path} is no checkpoint of ${this.key.name}: ${opened.code}`);
    return { ...opened.value, note };
  }
}
