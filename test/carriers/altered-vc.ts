import { toBase64url } from '../../src/core/bytes/index.js';
import type { JsonObject } from '../../src/core/json/index.js';
import type { VcPayload } from '../../src/core/verification/testing/carriers.js';
import { identifier } from '../../src/core/verification/testing/world.js';
import { content, flipped, type Mutation } from './mutation.js';
import { c, w } from './scene.js';

const part = (value: unknown) => toBase64url(Buffer.from(JSON.stringify(value)));
const parts = (text: unknown) => (text as string).split('.') as [string, string, string];
const read = (text: string): JsonObject => JSON.parse(Buffer.from(text, 'base64url').toString());

const header = (altered: string, change: JsonObject): Mutation => ({
  altered: `header: ${altered}`,
  brought: content(({ content: text }) => {
    const [head, body, signature] = parts(text);
    return [part({ ...read(head), ...change }), body, signature].join('.');
  }),
});
const said = (altered: string, change: (payload: VcPayload) => void): Mutation => ({
  altered: `said, signed with the stolen carrier key: ${altered}`,
  brought: content(() => c.vc(change)),
});

/** What is done to a `vc+jwt`. */
export const vcs: Mutation[] = [
  { altered: 'a character of the signature', brought: content(({ content: text }) => flipped(text as string, -40)) },
  { altered: 'a character of the payload', brought: content(({ content: text }) => flipped(text as string, 300)) },
  { altered: 'characters after the end', brought: content(({ content: text }) => `${text}AA`) },
  header('alg none', { alg: 'none' }),
  header('a key of its own', { jwk: { ...c.stranger.publicKey } }),
  header('the name of another key', { kid: c.stranger.keyId }),
  header('another type', { typ: 'JWT' }),
  {
    altered: 'said otherwise under the genuine signature',
    brought: content(({ content: text }) => {
      const [head, , signature] = parts(text);
      const [, other] = parts(c.vc((payload) => named(payload, '李四')));
      return [head, other, signature].join('.');
    }),
  },
  { altered: 'signed by a key of nobody', brought: content(() => c.vc(undefined, c.stranger)) },
  {
    altered: 'signed by a key of nobody, naming the registry’s',
    brought: content(() => c.vc(undefined, c.stranger, c.key.keyId)),
  },
  said('the very same', () => {}),
  said('identifier', (payload) => Object.assign(payload, { id: `urn:elicence:${identifier({ version: 2 })}` })),
  said('master digest', (payload) =>
    Object.assign(payload, { masterDigest: c.qrInput(c.master(w.issue())).masterDigest }),
  ),
  said('issuer', (payload) => Object.assign(payload, { issuer: 'https://registry.example/authorities/b' })),
  said('type', (payload) =>
    Object.assign(payload.credentialSubject, { licenceType: 'https://registry.example/types/diploma/1' }),
  ),
  said('day of issuing', (payload) => Object.assign(payload.credentialSubject, { issuanceDate: '2026-03-01' })),
  said('first moment', (payload) => Object.assign(payload, { validFrom: '2026-03-01T00:00:00Z' })),
  said('end', (payload) => Object.assign(payload, { validUntil: '2032-03-01T16:00:00Z' })),
  said('no end', (payload) => delete payload.validUntil),
  said('licence number', (payload) => Object.assign(payload.credentialSubject, { licenceNumber: '(2026) 0043' })),
  said('no licence number', (payload) => delete payload.credentialSubject.licenceNumber),
  said('name of the holder', (payload) => named(payload, '李四')),
  said('code of the holder', (payload) =>
    Object.assign(payload.credentialSubject.holders[0]!, { code: '11010519491231003X' }),
  ),
  said('a second holder', (payload) => payload.credentialSubject.holders.push(payload.credentialSubject.holders[0]!)),
  said('a field of the face', (payload) => Object.assign(payload.credentialSubject.faceData, { scope: '金融' })),
  said('a field left out', (payload) => delete payload.credentialSubject.faceData.scope),
  said('a field that the master has not', (payload) =>
    Object.assign(payload.credentialSubject.faceData, { capital: '1000' }),
  ),
  said('another place on the status list', (payload) => moveStatus(payload)),
].map((one) => ({ ...one, of: ['vc-jwt'] as const }));

function named(payload: VcPayload, name: string): void {
  payload.credentialSubject.holders[0]!.name = name;
}

function moveStatus(payload: VcPayload): void {
  for (const entry of payload.credentialStatus) {
    entry.statusListIndex = '8';
    entry.id = entry.id.replace(/[0-9]+$/, '8');
  }
}
