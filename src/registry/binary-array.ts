/*
 * One-dimensional arrays in PostgreSQL's binary form: pg sends a Buffer as it is, and an array of bytea built this way
 * costs little more than half of its text form. The statement names the type: `$1::bytea[]`.
 */
const oids = { bytea: 17, int4: 23, text: 25, date: 1082, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;
const epoch = Date.UTC(2000, 0, 1);

function array(oid: number, items: readonly (Buffer | null)[]): Buffer {
  let size = 20;
  for (const item of items) size += 4 + (item?.length ?? 0);
  const out = Buffer.allocUnsafe(size);
  out.writeInt32BE(1, 0); // dimensions
  out.writeInt32BE(1, 4); // may hold nulls
  out.writeInt32BE(oid, 8);
  out.writeInt32BE(items.length, 12);
  out.writeInt32BE(1, 16); // lower bound
  let at = 20;
  for (const item of items) {
    at = out.writeInt32BE(item ? item.length : -1, at);
    if (item) at += item.copy(out, at);
  }
  return out;
}

const each = <T>(items: readonly (T | null)[], encode: (item: T) => Buffer): (Buffer | null)[] =>
  items.map((item) => (item === null ? null : encode(item)));

export const byteaArray = (items: readonly (Buffer | null)[]): Buffer => array(oids.bytea, items);

export const textArray = (items: readonly (string | null)[]): Buffer => array(oids.text, each(items, Buffer.from));

export const uuidArray = (items: readonly string[]): Buffer =>
  array(
    oids.uuid,
    items.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')),
  );

export const int4Array = (items: readonly number[]): Buffer => array(oids.int4, each(items, int4));

/** Days as `YYYY-MM-DD`. */
export const dateArray = (items: readonly (string | null)[]): Buffer =>
  array(
    oids.date,
    each(items, (day) => int4((Date.parse(`${day}T00:00:00Z`) - epoch) / 86_400_000)),
  );

/** Moments in milliseconds since 1970. */
export const timeArray = (items: readonly number[]): Buffer =>
  array(
    oids.timestamptz,
    each(items, (ms) => {
      const out = Buffer.allocUnsafe(8);
      out.writeBigInt64BE(BigInt(ms - epoch) * 1000n);
      return out;
    }),
  );

export const jsonbArray = (items: readonly object[]): Buffer =>
  array(
    oids.jsonb,
    each(items, (value) => Buffer.from(`\u0001${JSON.stringify(value)}`)),
  );

function int4(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeInt32BE(value);
  return out;
}
