import { z } from 'zod';

const base64 = z.base64().max(20_000);

/** What lies, encrypted, under one name of a keystore. Private keys of curves are PKCS#8 DER, all bytes base64. */
export const storedKey = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ec'), key: base64, certificates: z.array(base64).max(10) }),
  z.object({ kind: z.literal('ed25519'), key: base64 }),
  z.object({ kind: z.literal('secret'), key: base64 }),
  z.object({ kind: z.literal('ethereum'), key: base64 }),
]);

export type StoredKey = z.infer<typeof storedKey>;
export type KeyKind = StoredKey['kind'];
/** Keys by name, in the order of their making. */
export type StoredKeys = Map<string, StoredKey>;

/** What a key may be called: `seal`, `authority/<credit code>`. */
export const keyName = z
  .string()
  .regex(/^[a-z0-9-]+(\/[A-Za-z0-9-]+)?$/)
  .max(64);
