import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { uuidv7 } from '../../src/platform/ids.js';
import type { Random } from './random.js';

export interface Appending {
  /** Every entry whose commit was acknowledged, in hexadecimal. */
  entries: string[];
  end(): Promise<void>;
}

/** Goes on appending entries as a room does, a few at a time, until told to end. */
export function startAppending(service: pg.Pool, random: Random, options: { most: number }): Appending {
  const entries: string[] = [];
  let ended = false;
  const loop = (async () => {
    while (!ended) {
      const batch = Array.from({ length: 1 + random.below(options.most) }, () => randomBytes(32));
      await service.query(
        `insert into journal (id, kind, entry, logged_by, created_at)
         select id, 'licence', entry, now() + interval '1 day', now() from unnest($1::uuid[], $2::bytea[]) as q (id, entry)`,
        [batch.map(() => uuidv7(Date.now())), batch],
      );
      for (const entry of batch) entries.push(entry.toString('hex'));
      await new Promise((resolve) => setTimeout(resolve, 10 + random.below(90)));
    }
  })();
  loop.catch(() => undefined);
  return {
    entries,
    end: () => {
      ended = true;
      return loop;
    },
  };
}
