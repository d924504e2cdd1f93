import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * The process's log: JSON lines. Callers log codes, ids and counts. Whatever is an error is reduced to its type, its
 * SQLSTATE and its stack's first line of ours: a database's detail repeats the values of the row. Callers pass it as `err`, as it is.
 */
export function createLog(level: string, name: string, to: DestinationStream = pino.destination(1)): Log {
  const options = {
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
  };
  return pino(options, to);
}

function describeFault(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { type: typeof fault };
  const { code, constraint, table } = fault as { code?: unknown; constraint?: unknown; table?: unknown };
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return {
    type: fault.name,
    // Not `code`: that name is kept out of the log, since presentation codes go by it.
    ...(typeof code === 'string' ? { faultCode: code } : {}),
    ...(fromDatabase ? { constraint, table } : { message: fault.message.slice(0, 300) }),
    at: fault.stack
      ?.split('\n')
      .map((line) => line.trim())
      // The message stands above the frames, on as many lines as it has.
      .filter((line) => line.startsWith('at '))
      .slice(0, 3),
    ...(fault.cause ? { cause: describeFault(fault.cause) } : {}),
  };
}
