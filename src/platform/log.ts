import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * The process's log: JSON lines. Callers log codes, ids and counts. Whatever is an error is reduced to its type, its
 * SQLSTATE and its stack's first line of ours: a database's detail repeats the values of the row.
 */
export function createLog(level: string, name: string): Log {
  return pino({
    name,
    level,
    redact: [
      '*.authorization',
      '*.password',
      '*.secret',
      '*.code',
      '*.name',
      '*.holders',
      '*.faceData',
      '*.credential',
    ],
    serializers: { err: describeFault, error: describeFault },
  });
}

export function describeFault(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { type: typeof fault };
  const { code, constraint, table } = fault as { code?: unknown; constraint?: unknown; table?: unknown };
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return {
    type: fault.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(fromDatabase ? { constraint, table } : { message: fault.message.slice(0, 300) }),
    at: fault.stack
      ?.split('\n')
      .slice(1, 4)
      .map((line) => line.trim()),
    ...(fault.cause ? { cause: describeFault(fault.cause) } : {}),
  };
}
