import { problem } from '../problems/problem.js';

/** Reads the `Idempotency-Key` header: 1 to 128 visible ASCII characters, once. */
export function idempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined) throw problem('idempotency-key-missing');
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(header)) throw problem('idempotency-key-invalid');
  return header;
}
