import { deflateSync } from 'node:zlib';
import { formatDigest } from '../../src/core/bytes/index.js';
import type { OfflineQrInput } from '../../src/core/carrier/offline-qr/index.js';
import { crypto, identifier } from '../../src/core/verification/testing/world.js';
import { portrait } from './genuine.js';
import { badly, content, flipped, type Mutation } from './mutation.js';
import { c, w } from './scene.js';

const base45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const said = (altered: string, change: Partial<OfflineQrInput>): Mutation => ({
  altered: `said, signed with the stolen carrier key: ${altered}`,
  brought: content(() => c.qr(change)),
});

/** What is done to an offline code. */
export const qrs: Mutation[] = [
  { altered: 'a character of the code', brought: content(({ content: text }) => flipped(text as string, 40, base45)) },
  { altered: 'characters after the end', brought: content(({ content: text }) => `${text}:::`) },
  { altered: 'another prefix', brought: content(({ content: text }) => (text as string).replace('ELC1', 'ELC2')) },
  { altered: 'a bit of the signature', brought: content(() => c.qr({}, { ...c.key, sign: badly(c.key.sign) })) },
  { altered: 'said otherwise under the genuine signature', brought: content(() => otherwiseUnderGenuineSignature()) },
  { altered: 'signed by a key of nobody', brought: content(() => c.qr({}, c.stranger)) },
  {
    altered: 'signed by a key of nobody, naming the registry’s',
    brought: content(() => c.qr({}, c.stranger, c.key.keyId)),
  },
  {
    altered: 'the same message packed anew',
    brought: content(() => c.qr({}, c.key, c.key.keyId, (data) => deflateSync(data, { level: 1 }))),
  },
  said('the very same', {}),
  said('identifier', { identifier: identifier({ version: 2 }) }),
  said('master digest', { masterDigest: c.qrInput(c.master(w.issue())).masterDigest }),
  said('day of issuing', { issuanceDate: '2026-03-01' }),
  said('first day', { validFrom: '2026-03-01' }),
  said('last day', { validUntil: '2032-03-01' }),
  said('no last day', { validUntil: undefined }),
  said('licence number', { licenceNumber: '(2026) 0043' }),
  said('name of the holder', { holders: ['李四'] }),
  said('a second holder', { holders: ['张三', '李四'] }),
  said('a field of the face', { faceData: { scope: '金融' } }),
  said('a field that the master has not', { faceData: { scope: '餐饮', capital: '1000' } }),
].map((one) => ({ ...one, of: ['qr'] as const }));

/** What is done to an offline code with a portrait beside that. */
export const photos: Mutation[] = [
  {
    altered: 'said, signed with the stolen carrier key: the portrait of another picture',
    brought: content(() => c.qr({ portrait: { ...portrait, digest: formatDigest(crypto.sha256(new Uint8Array(3))) } })),
  },
  {
    altered: 'said, signed with the stolen carrier key: a field that holds no portrait',
    brought: content(() => c.qr({ portrait: { ...portrait, field: 'scope' } })),
  },
  { altered: 'the code without a portrait', brought: content(() => c.qr()) },
].map((one) => ({ ...one, of: ['qr-photo'] as const }));

function otherwiseUnderGenuineSignature(): string {
  let genuine = new Uint8Array(0);
  c.qr({}, { ...c.key, sign: (data) => (genuine = c.key.sign(data)) });
  return c.qr({ holders: ['李四'] }, { ...c.key, sign: () => genuine });
}
