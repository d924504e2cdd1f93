/** What can keep the embedded parts from running; each comes with one line that says what to do. */
export type EmbeddedFaultCode =
  | 'already-running'
  | 'chain-unreachable'
  | 'binary-missing'
  | 'database-unreachable'
  | 'data-folder-broken'
  | 'data-folder-foreign'
  | 'did-not-start'
  | 'no-disk-space'
  | 'no-user-to-run-as'
  | 'port-taken';

/**
 * A fault of the embedded run that its operator can mend. `message` is one line: what is wrong, then what to do.
 * `cause` keeps what was seen, for the log.
 */
export class EmbeddedFault extends Error {
  constructor(
    readonly code: EmbeddedFaultCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedFault';
  }
}

/** Tells the fault of a full disk from others, by Node's code or by the text that PostgreSQL and anvil print. */
export function isNoSpace(cause: unknown): boolean {
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(
    cause instanceof Error ? `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}` : String(cause),
  );
}

/** The fault of a full disk under a folder. */
export function noSpace(folder: string, cause?: unknown): EmbeddedFault {
  return new EmbeddedFault(
    'no-disk-space',
    `No disk space left under ${folder}: free some, or set ELICENCE_DATA to a folder on another disk.`,
    cause,
  );
}

/** Turns what a file operation under a data folder met into a fault of it: no space, no right, no such place. */
export function folderFault(folder: string, cause: unknown): unknown {
  if (cause instanceof EmbeddedFault) return cause;
  if (isNoSpace(cause)) return noSpace(folder, cause);
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (!/^(EACCES|ENOENT|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|ELOOP|ENAMETOOLONG|EIO)$/.test(code)) return cause;
  return new EmbeddedFault(
    'data-folder-broken',
    `The data folder ${folder} can't be used (${code}): make it a folder that this user may write, or set ELICENCE_DATA.`,
    cause,
  );
}
