import { formatNoteKey, noteKeyId, type TrustList } from '../../../src/core/index.js';
import { origin } from './log.js';
import { at, crypto, iso, keys, list, nested, signText, statusToken, trustOf, w } from './scene.js';
import { stated, statement } from './statements.js';
import { type Crime, type Family, kind, type Overlay } from './vector.js';

const trusting = { also: ['issuer', 'right-to-issue', 'status', 'attestation'] } as const;
const of = (code: Parameters<typeof kind>[1]) => kind('integrity', code, { also: [...trusting.also] });
const invalid = of('trust-list-invalid');
const expired = of('trust-list-expired');
const jws = (text: string): Overlay => ({ '/trust/jws': text });
const unsigned = { signed: false } as const;
const header = { alg: 'ES256', typ: 'elicence-trust+jwt' };
/** A shorter list for what is refused for its form. */
const short = w.list;
const body = JSON.stringify(short);
const malformed = 'trust-list-malformed';
const changed = (name: string, source: string, change: object): Crime =>
  invalid(name, source, malformed, () => jws(w.trustJws(change as Partial<TrustList>)));
const headed = (name: string, source: string, members: object): Crime =>
  invalid(name, source, malformed, () => jws(signText(JSON.stringify({ ...header, ...members }), body, w.root)));
const text = (name: string, source: string, change: (json: string) => string): Crime =>
  invalid(name, source, malformed, () => jws(signText(JSON.stringify(header), change(body), w.root)));
const [first, second] = list.authorities as [TrustList['authorities'][0], TrustList['authorities'][0]];
const log = list.logs[0] as TrustList['logs'][0];
const [a, b] = short.authorities as [TrustList['authorities'][0], TrustList['authorities'][0]];
const certificate = (members: object) => ({
  authorities: [{ ...a, certificates: [{ ...a.certificates[0], ...members }] }, b],
});

const headers = [
  headed('alg is none', 'RFC 8725 §3.1', { alg: 'none' }),
  headed('alg is HS256', 'RFC 8725 §3.1', { alg: 'HS256' }),
  headed('typ is JWT', 'RFC 8725 §3.11', { typ: 'JWT' }),
  headed('typ is that of a status token', 'RFC 8725 §3.12', { typ: 'statuslist+jwt' }),
  headed('its own key (jwk)', 'RFC 8725 §3.10', { jwk: w.root.jwk }),
  headed('crit with an extension that nobody knows', 'RFC 7515 §4.1.11', { crit: ['x'], x: 1 }),
  headed('a chain of its own (x5c)', 'RFC 8725 §3.10', { x5c: [w.root.certificate] }),
  invalid('signed by the status key', 'own: the pinned root', 'trust-list-signature', () =>
    jws(w.trustJws({}, w.status)),
  ),
  invalid('signed by an authority of the list', 'own: the pinned root', 'trust-list-signature', () =>
    jws(w.trustJws({}, w.a)),
  ),
  invalid(
    'signed by the root that it names as the next',
    'own: the pinned root, never one of a list',
    'trust-list-signature',
    () => jws(w.trustJws({ nextRoot: keys.stranger.jwk }, keys.stranger)),
    unsigned,
  ),
  invalid(
    'altered after signing',
    'RFC 8725 §3.3',
    'trust-list-signature',
    () => {
      const [head, , signature] = w.trustJws().split('.');
      return jws(`${head}.${w.trustJws({ number: 5 }).split('.')[1]}.${signature}`);
    },
    unsigned,
  ),
  invalid('a status token in place of the list', 'RFC 8725 §3.12', malformed, () => jws(statusToken())),
  invalid('nothing', 'own: bounded', malformed, () => jws(''), unsigned),
  invalid('JSON without a signature', 'own: the pinned root', malformed, () => jws(body), unsigned),
  invalid('older than one that was seen', 'own: no way back', 'trust-list-older-than-seen', () => ({
    '/trust/seenNumber': 5,
  })),
  invalid('issued a day from now', 'own: a minute of skew', 'trust-list-not-yet-issued', () =>
    jws(w.trustJws({ issuedAt: iso(at + 86_400_000) })),
  ),
  expired('expired a day ago', 'own: a list has an end', undefined, () =>
    jws(w.trustJws({ expiresAt: iso(at - 86_400_000) })),
  ),
  expired('expires at this very moment', 'own: the first moment outside', undefined, () =>
    jws(w.trustJws({ expiresAt: iso(at) })),
  ),
];

const members = [
  changed('no number', 'own: the shape', { number: undefined }),
  changed('the number is zero', 'own: the shape', { number: 0 }),
  changed('the number is a fraction', 'own: the shape', { number: 4.5 }),
  changed('no end', 'own: the shape', { expiresAt: undefined }),
  changed('the end is a number', 'own: the shape', { expiresAt: 4_102_444_800 }),
  changed('authorities as object', 'own: the shape', { authorities: {} }),
  changed('an authority twice', 'own: one name, one authority', {
    authorities: [a, b, { ...b, certificates: [], issuer: 'x' }],
  }),
  changed('one issuer for two authorities', 'own: one name, one authority', {
    authorities: [a, { ...b, issuer: a.issuer }],
  }),
  changed('one certificate for two authorities', 'own: one certificate, one authority', {
    authorities: [a, { ...b, certificates: a.certificates }],
  }),
  changed(
    'a certificate with a private key',
    'own: the shape',
    certificate({ publicKey: { ...w.a.jwk, d: w.a.jwk.x } }),
  ),
  changed('a certificate of another curve', 'RFC 8725 §3.4', certificate({ publicKey: { ...w.a.jwk, crv: 'P-521' } })),
  changed(
    'a certificate with a short coordinate',
    'RFC 7518 §6.2.1.2',
    certificate({ publicKey: { ...w.a.jwk, x: 'AA' } }),
  ),
  changed('a certificate without an end', 'own: the shape', certificate({ notAfter: undefined })),
  changed('a compromise at no moment', 'own: the shape', certificate({ compromisedAt: 'yesterday' })),
  changed('a key twice', 'own: one name, one key', { keys: [...short.keys, short.keys[0]] }),
  changed('a key of an unknown use', 'own: the shape', {
    keys: [...short.keys, { ...short.keys[0], keyId: 'x', use: 'everything' }],
  }),
  changed('a status key with a certificate', 'own: the shape', {
    keys: [...short.keys, { ...short.keys[1], keyId: 'x', certificate: keys.stranger.thumbprint }],
  }),
  changed('a carrier key without a certificate', 'own: the shape', {
    keys: [...short.keys, { ...short.keys[0], use: 'carrier', keyId: 'A'.repeat(43) }],
  }),
  changed('a log twice', 'own: one origin, one log', { logs: [...list.logs, list.logs[0]] }),
  changed('a contract twice, for two logs', 'own: one contract, one log', {
    contracts: [...list.contracts, { ...list.contracts[0], origin: 'registry.example/other' }],
  }),
  changed('a witness twice', 'own: one name, one witness', {
    witnesses: [...(list.witnesses ?? []), list.witnesses?.[0]],
  }),
  changed('a quorum of none', 'own: the shape', { witnessQuorum: 0 }),
  changed('a quorum of half a witness', 'own: the shape', { witnessQuorum: 0.5 }),
  changed('a hundred and one witnesses', 'own: bounded', { witnesses: Array(101).fill(list.witnesses?.[0]) }),
  changed('a contract whose address is a name', 'own: the shape', {
    contracts: [{ ...list.contracts[0], address: 'registry.eth' }],
  }),
  text('the number is said twice', 'RFC 7519 §4', (json) => json.replace('{', '{"number":9,')),
  text('nested nine deep', 'own: bounded', (json) => json.replace('{', `{"x":${nested(8)},`)),
  text('nested a hundred thousand deep', 'own: bounded', (json) => json.replace('{', `{"x":${nested(100_000)},`)),
];

const neutral = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);
/** Keys under which one signature fits every text, or that two libraries could take for two keys. */
const weakKeys = {
  'the neutral point': neutral,
  'a point of order two': Buffer.concat([Buffer.of(0xec), Buffer.alloc(30, 0xff), Buffer.of(0x7f)]),
  'a point of order four': Buffer.alloc(32),
  'a point of order eight': Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex'),
  'a point of order eight with the other sign': Buffer.from(
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'hex',
  ),
  'the neutral point, spelled beyond the field': Buffer.concat([
    Buffer.of(0xee),
    Buffer.alloc(30, 0xff),
    Buffer.of(0x7f),
  ]),
};
/** The one signature that fits every text under the neutral point: R is the base point and s is one. */
const weaklyCosigned = (said: string) => {
  const base = Buffer.from(`58${'66'.repeat(31)}`, 'hex');
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(at / 1000 - 60));
  const keyId = noteKeyId('weak.example', neutral, crypto, 4);
  return `${said}— weak.example ${Buffer.concat([keyId, time, base, Buffer.of(1), Buffer.alloc(31)]).toString('base64')}\n`;
};

/** The root itself left something out: what then is lacking, alone. */
const omitted = (
  check: Parameters<typeof kind>[0],
  code: Parameters<typeof kind>[1],
  name: string,
  change: Partial<TrustList>,
  more = {},
): Crime => kind(check, code)(name, 'own: the trust list', undefined, () => jws(trustOf(change)), more);
const omissions = [
  omitted('issuer', 'type-not-listed', 'a list without the type', { types: list.types.slice(1) }),
  omitted('right-to-issue', 'right-not-held', 'a list on which the authority has no right', {
    authorities: [{ ...first, rights: [] }, second],
  }),
  omitted('attestation', 'checkpoint-log-unknown', 'a list without the log', { logs: list.logs.slice(1) }),
  omitted('attestation', 'anchor-contract-unknown', 'a list without the contract', { contracts: [] }),
  omitted('attestation', 'checkpoint-log-unknown', 'a log whose key is that of a witness', {
    logs: [{ origin: log.origin, noteKey: list.witnesses?.[0]?.noteKey as string }],
  }),
  omitted('attestation', 'checkpoint-log-unknown', 'a log whose key hash is wrong', {
    logs: [
      {
        origin: log.origin,
        noteKey: log.noteKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      },
    ],
  }),
  ...Object.entries(weakKeys).map(([name, key]) =>
    omitted('attestation', 'checkpoint-log-unknown', `a log whose key is ${name}`, {
      logs: [{ origin, noteKey: formatNoteKey(origin, key, crypto) }],
    }),
  ),
  kind('attestation', 'statement-not-cosigned', { on: 'stated' })(
    'a witness whose key is the neutral point',
    'RFC 8032 §5.1; own: no weak keys',
    undefined,
    () => ({
      ...stated((anchor) => [weaklyCosigned(statement({ ...anchor }))]),
      ...jws(
        trustOf({
          witnesses: [
            {
              name: 'weak.example',
              noteKey: formatNoteKey('weak.example', neutral, crypto, 4),
              from: '2026-01-01T00:00:00Z',
            },
          ],
          witnessQuorum: 1,
        }),
      ),
    }),
  ),
  omitted('status', 'status-token-invalid', 'a list without the status key', {
    keys: list.keys.filter(({ keyId }) => keyId !== 'status-1'),
  }),
  omitted('status', 'status-token-invalid', 'a list that says that the status key was stolen', {
    keys: list.keys.map((key) => (key.keyId === 'status-1' ? { ...key, compromisedAt: iso(at) } : key)),
  }),
  omitted(
    'integrity',
    'signing-certificate-unknown',
    'a list without the certificate',
    { authorities: [{ ...first, certificates: first.certificates.slice(1) }, second] },
    { also: ['issuer'] },
  ),
  kind('attestation', 'statement-not-cosigned', { on: 'stated' })(
    'a list without witnesses',
    'own: fail closed',
    undefined,
    () => ({
      ...stated((anchor) => [statement({ ...anchor })]),
      ...jws(trustOf({ witnesses: undefined, witnessQuorum: undefined })),
    }),
  ),
  kind('attestation', 'statement-not-cosigned', { on: 'stated' })(
    'a quorum of more witnesses than there are',
    'own: fail closed',
    undefined,
    () => ({ ...stated((anchor) => [statement({ ...anchor })]), ...jws(trustOf({ witnessQuorum: 50 })) }),
  ),
];

export const trustLists: Family[] = [
  { family: 'trust-list-signature', about: 'Trust lists of somebody else or of another time', crimes: headers },
  {
    family: 'trust-list-members',
    about: 'Trust lists that the root signed and that are none, or contradict themselves',
    crimes: members,
  },
  {
    family: 'trust-list-omissions',
    about: 'Trust lists that leave out what a genuine licence needs',
    crimes: omissions,
  },
];
