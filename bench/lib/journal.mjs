/** Waiting entries as issuing leaves them: ids in the order of time (`ms` since 1970), made in the database. */
const fill = `insert into journal (id, kind, entry, logged_by, created_at)
  select (lpad(to_hex($2::bigint + n / 4096), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8'
      || substr(md5(random()::text), 1, 15))::uuid, 'licence', sha256(gen_random_uuid()::text::bytea), now(), now()
  from generate_series(0, $1::int - 1) n`;

export const fillJournal = (ask, leaves, ms) => ask(fill, [leaves, ms]);
