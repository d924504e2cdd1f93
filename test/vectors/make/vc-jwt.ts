import { createHmac } from 'node:crypto';
import { toBase64url } from '../../../src/core/index.js';
import { identifier } from '../../../src/core/verification/testing/world.js';
import { brought, type Json } from './craft.js';
import { c, carrierKeys, nested, signJws, signText, statusToken, w } from './scene.js';
import { type Crime, type Family, kind } from './vector.js';

const { good } = carrierKeys;
const genuine = c.vc();
const [head, body, signature] = genuine.split('.') as [string, string, string];
const headerOf = (): Json => JSON.parse(Buffer.from(head, 'base64url').toString());
const payloadOf = (): Json => JSON.parse(Buffer.from(body, 'base64url').toString());
const carrier = (content: string) => ({ '/carrier': { kind: 'vc-jwt', content, masterFound: true } });

interface Change {
  header?: object;
  payload?: (payload: Json) => Json;
  json?: (json: string) => string | Uint8Array;
  signer?: (typeof carrierKeys)['good'];
}
/** The genuine `vc+jwt`, changed and signed by the carrier key. */
function vc({ header = {}, payload = (all) => all, json = (all) => all, signer = good }: Change): string {
  const changed = payload(payloadOf()) ?? null;
  return signText(JSON.stringify({ ...headerOf(), ...header }), json(JSON.stringify(changed)), signer);
}

const of = (code: Parameters<typeof kind>[1]) => kind('integrity', code, { on: 'vc' });
const malformed = of('carrier-malformed');
const unsigned = { signed: false } as const;
const made = (name: string, source: string, because: string, change: Change): Crime =>
  malformed(name, source, because, () => carrier(vc(change)));
const header = (name: string, source: string, because: string, members: object) =>
  made(name, source, because, { header: members });
const spec = 'VC-JOSE-COSE §3.1.1';
const headers = [
  ...['none', 'HS256', 'ES256K', 'ES384', 'EdDSA', 'es256'].map((alg) =>
    header(`alg is ${alg}`, 'RFC 8725 §3.1', 'vc-jwt-algorithm', { alg }),
  ),
  ...['JWT', 'dc+sd-jwt', 'vc+sd-jwt', 'vp+jwt', 'statuslist+jwt', 'kb+jwt', 'VC+JWT'].map((typ) =>
    header(`typ is ${typ}`, `${spec}; RFC 8725 §3.11`, 'vc-jwt-type', { typ }),
  ),
  header('typ is missing', spec, 'vc-jwt-type', { typ: undefined }),
  header('cty is missing', spec, 'vc-jwt-header', { cty: undefined }),
  header('cty is of a presentation', spec, 'vc-jwt-header', { cty: 'vp' }),
  header('its own key (jwk)', 'RFC 8725 §3.10', 'vc-jwt-header', { jwk: good.jwk }),
  header('a chain of its own (x5c)', 'RFC 8725 §3.10', 'vc-jwt-header', { x5c: [good.certificate] }),
  header('crit with an extension that nobody knows', 'RFC 7515 §4.1.11', 'vc-jwt-header', { crit: ['x'], x: 1 }),
  header('b64 false', 'RFC 7797 §6', 'vc-jwt-header', { b64: false }),
  header('kid is missing', 'own: the profile', 'vc-jwt-header', { kid: undefined }),
  header('kid has a thousand letters', 'own: bounded', 'vc-jwt-header', { kid: 'k'.repeat(1000) }),
  header('iss in the header', 'RFC 7519 §5.3', 'vc-jwt-header', { iss: 'https://registry.example' }),
  malformed(
    'HS256 with the public key for a secret',
    'RFC 8725 §2.1',
    'vc-jwt-algorithm',
    () => {
      const input = `${toBase64url(Buffer.from(JSON.stringify({ ...headerOf(), alg: 'HS256' })))}.${body}`;
      return carrier(`${input}.${createHmac('sha256', JSON.stringify(good.jwk)).update(input).digest('base64url')}`);
    },
    unsigned,
  ),
];

const form = 'vc-jwt-form';
const content = 'vc-jwt-credential';
const text = (name: string, source: string, json: (json: string) => string | Uint8Array) =>
  made(name, source, form, { json });
const forms = [
  text('issuer is said twice', 'RFC 7519 §4', (json) => json.replace('{', '{"issuer":"https://evil.example",')),
  text('validUntil is said twice, once in escapes', 'RFC 7519 §4', (json) =>
    json.replace('{', '{"valid\\u0055ntil":"2099-01-01T00:00:00Z",'),
  ),
  text('the payload is a list', 'RFC 7519 §7.2', (json) => `[${json}]`),
  text('the payload is no UTF-8', 'RFC 8725 §3.7', (json) =>
    Buffer.concat([Buffer.from('{"x":"'), Buffer.of(0xff), Buffer.from(`",${json.slice(1)}`)]),
  ),
  text('the payload nests twenty-five deep', 'own: bounded', (json) => json.replace(/}$/, `,"x":${nested(24)}}`)),
  text('the payload nests fifty thousand deep', 'own: bounded', (json) =>
    json.replace(/}$/, `,"x":${nested(50_000)}}`),
  ),
  text('a number is 1e999', 'RFC 8259 §6', (json) => json.replace(/}$/, ',"x":1e999}')),
  made('three hundred thousand letters', 'own: bounded', form, {
    payload: (all) => ({ ...all, x: 'x'.repeat(300_000) }),
  }),
  malformed(
    'a signature of 63 bytes',
    'RFC 7518 §3.4',
    form,
    () => carrier(`${head}.${body}.${toBase64url(Buffer.from(signature, 'base64url').subarray(1))}`),
    unsigned,
  ),
  malformed('a tilde behind', 'RFC 8725 §3.12', form, () => carrier(`${genuine}~`), unsigned),
  malformed('a line break behind', 'RFC 7515 §2', form, () => carrier(`${genuine}\n`), unsigned),
  malformed('the master in place of a vc+jwt', 'RFC 8725 §3.12', 'vc-jwt-type', () =>
    carrier(w.issued.credential.split('~')[0] as string),
  ),
  malformed('a status token in place of a vc+jwt', 'RFC 8725 §3.12', 'vc-jwt-type', () => carrier(statusToken())),
  malformed('a Bitstring status list in place of a licence', 'RFC 8725 §3.12', content, () =>
    carrier(
      signJws(
        { ...headerOf(), kid: 'status-1' },
        {
          id: 'https://registry.example/status-lists/1/bitstring/revocation',
          type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        },
        w.status,
      ),
    ),
  ),
];

const said = (name: string, source: string, payload: (all: Json) => Json) => made(name, source, content, { payload });
const member = (name: string, members: object, source = 'VCDM 2.0 §4') =>
  said(name, source, (all) => ({ ...all, ...members }));
const subject = (name: string, members: object) =>
  said(name, 'own: the profile', (all) => ({ ...all, credentialSubject: { ...all.credentialSubject, ...members } }));
const entry = (name: string, change: (entries: Json[]) => Json[]) =>
  said(name, 'Bitstring Status List §2.1; own: one place', (all) => ({
    ...all,
    credentialStatus: change(all.credentialStatus),
  }));
const members = [
  member('a JWT claim beside the credential (exp)', { exp: 4_102_444_800 }, 'VC-JOSE-COSE §3.1.3: no second validity'),
  member('a JWT claim beside the credential (iss)', { iss: 'https://evil.example' }, 'VC-JOSE-COSE §3.1.3'),
  member('a credential inside the credential (vc)', { vc: {} }, 'VC-JOSE-COSE §3.1.3: no vc'),
  member('a presentation inside the credential (vp)', { vp: {} }, 'VC-JOSE-COSE §3.1.3: no vp'),
  member('an embedded proof', { proof: { type: 'DataIntegrityProof' } }),
  member('no context', { '@context': undefined }),
  said('the contexts in another order', 'VCDM 2.0 §4.3: the base context first', (all) => ({
    ...all,
    '@context': [...all['@context']].reverse(),
  })),
  said('a third context', 'VCDM 2.0 §4.3', (all) => ({
    ...all,
    '@context': [...all['@context'], 'https://evil.example/context'],
  })),
  said('a context of another registry', 'own: the pinned context', (all) => ({
    ...all,
    '@context': [all['@context'][0], 'https://evil.example/contexts/licence/v1'],
  })),
  said('a context as object', 'own: the pinned context', (all) => ({
    ...all,
    '@context': [all['@context'][0], { masterDigest: 'urn:x' }],
  })),
  member('another type', { type: ['VerifiableCredential', 'DegreeCredential'] }),
  member('one type', { type: ['LicenceCredential'] }),
  member('the id of no licence', { id: 'urn:uuid:1' }),
  member('an id whose check character is wrong', { id: `urn:elicence:${identifier().slice(0, -1)}-` }, 'GB/T 36904'),
  member('the issuer as object', { issuer: { id: 'https://registry.example/authorities/a' } }),
  member('validFrom with milliseconds', { validFrom: '2026-03-02T00:00:00.000Z' }, 'own: one spelling'),
  member('validFrom in another zone', { validFrom: '2026-03-02T00:00:00+08:00' }, 'own: one spelling'),
  member('validFrom is missing', { validFrom: undefined }),
  member('validUntil before validFrom', { validUntil: '2026-01-01T00:00:00Z' }),
  member('validUntil is null', { validUntil: null }),
  member('no digest of the master', { masterDigest: undefined }, 'own: a carrier names its master'),
  member('a digest in hexadecimal', { masterDigest: `sha-256:${'0'.repeat(64)}` }, 'own: one spelling'),
  subject('no holders', { holders: [] }),
  subject('a holder without a code', { holders: [{ holderKind: 'person', codeType: '111', name: '张三' }] }),
  subject('fifty-one holders', {
    holders: Array(51).fill({ holderKind: 'person', codeType: '111', code: '1', name: '张三' }),
  }),
  subject('one member more', { admin: true }),
  subject('face data as list', { faceData: [] }),
  subject('a day that is none', { issuanceDate: '2026-02-30' }),
  entry('no status', () => []),
  entry('one status', ([one]) => [one]),
  entry('a status of another kind', ([one, other]) => [{ ...one, type: 'StatusList2021Entry' }, other]),
  entry('a negative index', ([one, other]) => [
    { ...one, statusListIndex: '-7', id: one.id.replace('#7', '#-7') },
    other,
  ]),
  entry('an index with a leading zero', ([one, other]) => [
    { ...one, statusListIndex: '07', id: one.id.replace('#7', '#07') },
    other,
  ]),
  entry('an index as number', ([one, other]) => [{ ...one, statusListIndex: 7 }, other]),
  entry('two places', ([one, other]) => [one, { ...other, statusListIndex: '8', id: other.id.replace('#7', '#8') }]),
  entry('the purposes in another order', (both) => [...both].reverse()),
  entry('a list of another registry for suspension', ([one, other]) => [
    one,
    JSON.parse(JSON.stringify(other).replaceAll('registry.example', 'evil.example')),
  ]),
];

const differs = of('carrier-field-differs');
const lie = (name: string, pointer: string, payload: (all: Json) => Json) =>
  differs(name, 'own: a carrier says what its master says', pointer, () => carrier(vc({ payload })));
const inSubject = (name: string, pointer: string, members: object) =>
  lie(name, pointer, (all) => ({ ...all, credentialSubject: { ...all.credentialSubject, ...members } }));
const lies = [
  lie('another holder', '/holders/0/name', (all) => {
    all.credentialSubject.holders[0].name = '李四';
    return all;
  }),
  lie('another code of the holder', '/holders/0/code', (all) => {
    all.credentialSubject.holders[0].code = '110105194912310038';
    return all;
  }),
  lie('a second holder', '/holders/1', (all) => {
    all.credentialSubject.holders.push({ ...all.credentialSubject.holders[0], name: '李四' });
    return all;
  }),
  inSubject('another licence number', '/licenceNumber', { licenceNumber: '(2026) 0043' }),
  inSubject('no licence number', '/licenceNumber', { licenceNumber: undefined }),
  inSubject('another day of issuing', '/issuanceDate', { issuanceDate: '2026-03-01' }),
  inSubject('another type', '/vct', { licenceType: 'https://registry.example/types/diploma/1' }),
  inSubject('a field of the face more', '/faceData/seats', {
    faceData: { scope: '餐饮', address: { city: '长沙', street: '1 号' }, seats: 100 },
  }),
  inSubject('a field of the face less', '/faceData/address', { faceData: { scope: '餐饮' } }),
  inSubject('a field of the face altered deep inside', '/faceData/address/city', {
    faceData: { scope: '餐饮', address: { city: '北京', street: '1 号' } },
  }),
  inSubject('a field of the face in other characters that look alike', '/faceData/scope', {
    faceData: { scope: '餐\ufa2a', address: { city: '长沙', street: '1 号' } },
  }),
  lie('another issuer', '/issuer/address', (all) => ({ ...all, issuer: 'https://registry.example/authorities/b' })),
  lie('a later end', '/validUntil', (all) => ({ ...all, validUntil: '2099-01-01T00:00:00Z' })),
  lie('no end', '/validUntil', (all) => ({ ...all, validUntil: undefined })),
  lie('an end some hours later on the same day', '/expires', (all) => ({
    ...all,
    validUntil: new Date(Date.parse(all.validUntil) - 1000).toISOString().replace('.000', ''),
  })),
  lie('an earlier beginning', '/validFrom', (all) => ({ ...all, validFrom: '2020-01-01T00:00:00Z' })),
  lie('another place on the status list', '/status/index', (all) =>
    JSON.parse(JSON.stringify(all).replaceAll('#7', '#8').replaceAll('"statusListIndex":"7"', '"statusListIndex":"8"')),
  ),
  lie('another version of the licence', '/identifier', (all) => ({
    ...all,
    id: `urn:elicence:${identifier({ version: 2 })}`,
  })),
];

const signers = [
  of('carrier-signer-unknown')('signed by the status key under its own name', 'RFC 8725 §3.12', undefined, () =>
    carrier(vc({ header: { kid: 'status-1' }, signer: { ...good, sign: w.status.sign } })),
  ),
  of('carrier-signer-unknown')(
    'signed by an authority under the thumbprint of its certificate',
    'RFC 8725 §3.12',
    undefined,
    () => carrier(vc({ header: { kid: w.a.thumbprint.slice(8) }, signer: { ...good, sign: w.a.sign } })),
  ),
  of('carrier-signer-unknown')('a kid of seven bytes', 'own: eight bytes or more', undefined, () =>
    carrier(vc({ header: { kid: toBase64url(Buffer.from(good.keyId, 'base64url').subarray(0, 7)) } })),
  ),
  of('carrier-signer-unknown')('a kid of one byte more', 'own: at most the thumbprint', undefined, () =>
    carrier(vc({ header: { kid: toBase64url(Buffer.concat([Buffer.from(good.keyId, 'base64url'), Buffer.of(0)])) } })),
  ),
  of('carrier-signer-unknown')(
    'signed by a key on no list',
    'own: the trust list',
    undefined,
    () => carrier(vc({ header: { kid: carrierKeys.stranger.keyId }, signer: carrierKeys.stranger })),
    unsigned,
  ),
  of('carrier-signature-wrong')(
    'signed by the status key under the name of the carrier key',
    'RFC 8725 §3.12',
    undefined,
    () => carrier(vc({ signer: { ...good, sign: w.status.sign } })),
  ),
  of('carrier-signature-wrong')('signed by another carrier key', 'RFC 8725 §3.3', undefined, () =>
    carrier(vc({ signer: carrierKeys.ended })),
  ),
  of('carrier-signature-wrong')(
    'r and s are zero',
    'RFC 8725 §3.3',
    undefined,
    () => carrier(`${head}.${body}.${'A'.repeat(86)}`),
    unsigned,
  ),
  of('carrier-signer-compromised')(
    'signed by a carrier key that was stolen',
    'own: who steals a key writes any date',
    undefined,
    () => carrier(vc({ header: { kid: carrierKeys.stolen.keyId }, signer: carrierKeys.stolen })),
  ),
  of('carrier-signer-not-in-period')(
    'signed by a carrier key that had ended when the licence was issued',
    'own: the trust list',
    undefined,
    () => carrier(vc({ header: { kid: carrierKeys.ended.keyId }, signer: carrierKeys.ended })),
  ),
  of('carrier-signer-not-in-period')(
    'signed by a carrier key whose time has not begun',
    'own: the trust list',
    undefined,
    () => carrier(vc({ header: { kid: carrierKeys.early.keyId }, signer: carrierKeys.early })),
  ),
  of('carrier-not-on-record')('the registry never made it', 'own: the record of carriers', undefined, () => ({
    '/carrier': { kind: 'vc-jwt', content: genuine, masterFound: true, onRecord: false },
  })),
  of('carrier-of-another-master')(
    'of another master of the same licence',
    'own: the digest of the master',
    undefined,
    () => carrier(c.vc(() => {}, good, good.keyId, c.master(w.issue({})))),
  ),
  of('carrier-of-another-master')(
    'beside the master of another licence',
    'own: the digest of the master',
    undefined,
    () => brought(w.issue({ identifier: identifier({ serial: '0000000043' }) })),
  ),
];

export const vcJwt: Family[] = [
  { family: 'vc-jwt-header', about: 'Headers of a vc+jwt', crimes: headers },
  { family: 'vc-jwt-form', about: 'Forms of a vc+jwt, and what stands in its place', crimes: forms },
  { family: 'vc-jwt-credential', about: 'Credentials that are none of a licence', crimes: members },
  { family: 'vc-jwt-lies', about: 'Carriers that say what their master does not', crimes: lies },
  { family: 'vc-jwt-signer', about: 'A vc+jwt of somebody else or of another licence', crimes: signers },
];
