import { asOwner } from '../drills/audit.js';
import type { Demo } from '../support/registry.js';

/** What became of the anchors' transactions, by what the worker recorded. */
export interface Trail {
  /** another transaction carries the checkpoint: one with a higher fee, or one that was found on the chain */
  exchanged: number;
  /** given up, since the checkpoint was proven absent from the chain */
  dropped: number;
  /** was in a block that is no longer part of the chain */
  reopened: number;
  final: number;
}

/** Lets the database itself note every change of an anchor: the worker need not be believed. */
export const layTrail = (demo: Demo): Promise<void> =>
  asOwner(demo, async (client) => {
    await client.query(`
      create table anchor_trail (id bigint generated always as identity, what text not null);
      create function note_anchor() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if tg_op = 'DELETE' then
          insert into anchor_trail (what) values ('dropped');
        elsif new.tx_hash <> old.tx_hash then
          insert into anchor_trail (what) values ('exchanged');
        elsif old.state = 'mined' and (new.state = 'sent' or new.block_hash <> old.block_hash) then
          insert into anchor_trail (what) values ('reopened');
        elsif new.state = 'final' and old.state <> 'final' then
          insert into anchor_trail (what) values ('final');
        end if;
        return null;
      end $$;
      create trigger anchor_trail after update or delete on anchor for each row execute function note_anchor();`);
  });

/** The counts since the beginning. */
export const readTrail = (demo: Demo): Promise<Trail> =>
  asOwner(demo, async (client) => {
    const { rows } = await client.query<{ what: keyof Trail; count: string }>(
      'select what, count(*) from anchor_trail group by what',
    );
    const trail: Trail = { exchanged: 0, dropped: 0, reopened: 0, final: 0 };
    for (const { what, count } of rows) trail[what] = Number(count);
    return trail;
  });
