// The prepared statements, each for a whole group, with parameters in PostgreSQL's binary form.

const oids = { bytea: 17, int4: 23, text: 25, date: 1082, timestamptz: 1184, uuid: 2950, jsonb: 3802 };
const epoch = Date.UTC(2000, 0, 1);

function array(type, items) {
  let size = 20;
  for (const item of items) size += 4 + (item?.length ?? 0);
  const out = Buffer.allocUnsafe(size);
  for (const [i, word] of [1, 1, oids[type], items.length, 1].entries()) out.writeInt32BE(word, i * 4);
  let at = 20;
  for (const item of items) {
    at = out.writeInt32BE(item ? item.length : -1, at);
    if (item) at += item.copy(out, at);
  }
  return out;
}

const int4 = (value) => {
  const out = Buffer.allocUnsafe(4);
  out.writeInt32BE(value);
  return out;
};
const int8 = (value) => {
  const out = Buffer.allocUnsafe(8);
  out.writeBigInt64BE(BigInt(value));
  return out;
};
const text = (value) => Buffer.from(value);
const encode = {
  bytea: (value) => value,
  uuid: (value) => value,
  text,
  int4,
  date: (day) => int4((Date.parse(day) - epoch) / 86_400_000),
  timestamptz: (ms) => int8((ms - epoch) * 1000),
  jsonb: (value) => text(`\u0001${JSON.stringify(value)}`),
};
const column = (type, values) =>
  array(
    type,
    values.map((value) => (value == null ? null : encode[type](value))),
  );

/** Rows as arrays of PostgreSQL's own text: only what is used is read. */
const raw = { rowMode: 'array', types: { getTypeParser: () => (value) => value } };
const bytes = (value) => Buffer.from(value.slice(2), 'hex');

/** Runs a named statement with columns `[type, values]`. */
export const run = (pool, name, sql, columns) =>
  pool.query({ ...raw, name, text: sql, values: columns.map(([type, values]) => column(type, values)) });

/** `questions`: identifier and digest of the master. Answers a state for each that is known. */
export async function findStates(pool, questions) {
  const { rows } = await run(
    pool,
    'states',
    `select q.n, l.state from unnest($1::text[], $2::bytea[]) with ordinality q (identifier, digest, n)
      join licence l on l.identifier = q.identifier and l.master_digest = q.digest`,
    [
      ['text', questions.map(({ identifier }) => identifier)],
      ['bytea', questions.map(({ digest }) => digest)],
    ],
  );
  const found = questions.map(() => undefined);
  for (const [n, state] of rows) found[n - 1] = { state };
  return found;
}

/** `questions`: identifier and digest of the verification code. */
export async function findRecords(pool, questions) {
  const { rows } = await run(
    pool,
    'records',
    `select q.n, l.id, l.state, e.event, e.salt, f.leaf_index, k.wrapped_key, encode(c.sealed_credential, 'base64')
      from unnest($1::text[], $2::bytea[]) with ordinality q (identifier, digest, n)
      join licence l on l.identifier = q.identifier and l.code_digest = q.digest
      join licence_event e on e.id = l.master_event_id join licence_key k on k.licence_id = l.id
      join licence_content c on c.licence_id = l.id left join log_leaf f on f.journal_id = l.master_event_id`,
    [
      ['text', questions.map(({ identifier }) => identifier)],
      ['bytea', questions.map(({ digest }) => digest)],
    ],
  );
  const found = questions.map(() => undefined);
  for (const [n, id, state, event, salt, leaf, wrapped, sealed] of rows)
    found[n - 1] = {
      id,
      state,
      event: JSON.parse(event),
      salt: bytes(salt),
      leaf: leaf === null ? undefined : Number(leaf),
      wrapped: bytes(wrapped),
      // Reading base64 takes a third of reading hexadecimal digits.
      sealed: Buffer.from(sealed, 'base64'),
    };
  return found;
}

const issued = [
  ['id', 'uuid'],
  ['organisation', 'uuid'],
  ['client', 'text'],
  ['key', 'text'],
  ['bodyDigest', 'bytea'],
  ['identifier', 'text'],
  ['typeCode', 'text'],
  ['typeVersion', 'int4'],
  ['numberDigest', 'bytea'],
  ['list', 'int4'],
  ['place', 'int4'],
  ['masterDigest', 'bytea'],
  ['codeDigest', 'bytea'],
  ['validFrom', 'date'],
  ['validUntil', 'date'],
  ['at', 'timestamptz'],
  ['eventId', 'uuid'],
  ['auditId', 'uuid'],
  ['entry', 'bytea'],
  ['wrappedKey', 'bytea'],
  ['sealedFace', 'bytea'],
  ['sealedCredential', 'bytea'],
  ['sealedSummary', 'bytea'],
  ['sealedNote', 'bytea'],
  ['event', 'jsonb'],
  ['salt', 'bytea'],
  ['promise', 'jsonb'],
  ['loggedBy', 'timestamptz'],
];

const names = issued.map(([name]) => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`));
const issue = `with i as materialized (select * from unnest(${issued.map(([, type], at) => `$${at + 1}::${type}[]`)})
    with ordinality i (${names}, n)),
  known as materialized (select i.n from i join idempotency k on k.actor = 'client:' || i.client and k.key = i.key),
  made as (insert into licence (id, organisation_id, identifier, type_code, type_version, licence_number_digest, state,
      status_list, status_index, master_digest, code_digest, valid_from, valid_until, issued_at, state_changed_at,
      master_event_id, latest_event_id, latest_entry)
    select id, organisation, identifier, type_code, type_version, number_digest, 'active', list, place, master_digest,
      code_digest, valid_from, valid_until, at, at, event_id, event_id, entry
    from i where n not in (select n from known) order by key on conflict do nothing returning id),
  fresh as materialized (select i.* from i where id in (select id from made) order by client, key),
  claimed as (insert into idempotency (actor, key, organisation_id, operation, body_digest, result_id, created_at)
    select 'client:' || client, key, organisation, 'licence.issue', body_digest, id, at from fresh),
  keys as (insert into licence_key select id, organisation, wrapped_key from fresh),
  contents as (insert into licence_content select id, organisation, sealed_face, sealed_credential, sealed_summary
    from fresh),
  holders as (insert into licence_holder (holder_key, licence_id, organisation_id)
    select h.holder_key, f.id, f.organisation from unnest($29::int[], $30::bytea[]) h (n, holder_key) join fresh f using (n)),
  events as (insert into licence_event (id, licence_id, organisation_id, client_id, command, sealed_note, event, salt,
      entry, promise, created_at) select event_id, id, organisation, client, 'issue', sealed_note, event, salt, entry, promise, at from fresh),
  journalled as (insert into journal (id, kind, entry, logged_by, created_at)
    select event_id, 'licence', entry, logged_by, at from fresh),
  audited as (insert into audit (id, organisation_id, actor, action, object_id, result, at)
    select audit_id, organisation, 'client:' || client, 'licence.issue', id, 'issued', at from fresh)
  select n from fresh`;

/** Stores a group in one commit; answers for each whether it went in. */
export async function storeIssued(pool, group) {
  const holders = group.flatMap(({ holderKeys }, i) => holderKeys.map((key) => ({ n: i + 1, key })));
  const { rows } = await run(pool, 'issue', issue, [
    ...issued.map(([name, type]) => [type, group.map((licence) => licence[name])]),
    ['int4', holders.map(({ n }) => n)],
    ['bytea', holders.map(({ key }) => key)],
  ]);
  const made = new Set(rows.map(([n]) => Number(n)));
  return group.map((_, i) => made.has(i + 1));
}
