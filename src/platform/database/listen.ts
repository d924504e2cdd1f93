import pg from 'pg';

export interface Listening {
  close(): Promise<void>;
}

const againMs = 500;

/**
 * Listens on one channel over a connection of its own, for as long as it is not closed: a lost connection is made again, and what was
 * notified meanwhile is not heard. So a notification may only make sooner what happens anyway.
 */
export function listen(
  config: pg.ClientConfig,
  channel: string,
  heard: () => void,
  onError?: (error: Error) => void,
): Listening {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | undefined;

  const open = async (): Promise<void> => {
    const fresh = new pg.Client(config);
    client = fresh;
    fresh.on('notification', heard);
    fresh.on('error', (error) => onError?.(error));
    fresh.once('end', () => again(fresh));
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
      // What was notified before is asked for once.
      heard();
    } catch (error) {
      onError?.(error as Error);
      await fresh.end().catch(() => undefined);
      again(fresh);
    }
  };

  const again = (lost: pg.Client): void => {
    if (closed || lost !== client) return;
    clearTimeout(timer);
    timer = setTimeout(() => void open(), againMs);
    timer.unref();
  };

  void open();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
