// Judges a credential, its record and its receipt: every check that the product makes, each in a few lines.
import { isUtf8 } from 'node:buffer';
import { hash, verify } from 'node:crypto';
import { rootFromInclusion } from './tree.mjs';

/** What was brought is not what it should be; the message is the code. */
export class Refused extends Error {}

const skew = 60_000;
const grace = 86_400_000;
const domain = Buffer.from('elicence-event-v1\0');
const digestForm = /^sha-256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const making = new Set(['issue', 'change', 'renew']);
const payloadNames = new Set(
  'iss vct vct#integrity licence_id iat nbf exp issuance_date status holders face_data _sd _sd_alg'.split(' '),
);
const holderNames = { kind: 'kind', code_type: 'codeType', code: 'code', name: 'name' };
const receiptNames = 'event salt entry index treeSize inclusionProof checkpoint anchor previousAnchor'.split(' ');
const eventNames = 'identifier typeCode typeVersion command masterDigest statusIndex previousEvent time'.split(' ');
const anchorNames = 'chainId contract logId treeSize transactionHash blockNumber blockTime'.split(' ');
const says = 'What this code means is told in words, for people, in about so many characters.';

const refuseUnless = (condition, code) => {
  if (!condition) throw new Refused(code);
};
const has = (value, names) =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === names.length &&
  names.every((name) => Object.hasOwn(value, name));

/** JSON exactly as JSON.stringify writes it: no second reading, no member named twice. */
export function strictJson(bytes) {
  const text = bytes.toString();
  refuseUnless(isUtf8(bytes), 'body-malformed');
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused('body-malformed');
  }
  refuseUnless(JSON.stringify(value) === text, 'body-duplicate-key');
  return value;
}

/** Bytes of canonical base64url. */
export function canonical(part) {
  const bytes = Buffer.from(part, 'base64url');
  refuseUnless(bytes.toString('base64url') === part, 'credential-malformed');
  return bytes;
}

/** The entry of an event in the log; JCS is the members by name. */
export function entryOf(e, salt) {
  const { command, identifier, masterDigest, previousEvent, statusIndex, time, typeCode, typeVersion } = e;
  const jcs = { command, identifier, masterDigest, previousEvent, statusIndex, time, typeCode, typeVersion };
  return hash('sha256', Buffer.concat([domain, salt, Buffer.from(JSON.stringify(jcs))]), 'buffer');
}

/** ISO 7064 MOD 37,36. */
export function mod3736(text) {
  let product = 36;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code >= 48 && code <= 57 ? code - 48 : code >= 65 && code <= 90 ? code - 55 : Number.NaN;
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[(37 - product) % 36];
}

export function readIdentifier(text) {
  const parts = text.startsWith('1.2.156.3005.2.') ? text.slice(15).split('.') : [];
  const [typeCode, issuerCode, serial, version, check] = parts;
  refuseUnless(parts.length === 5 && typeCode.length === 21 && issuerCode.length === 18, 'identifier-invalid');
  refuseUnless(serial !== '' && /^\d{3}$/.test(version) && version !== '000', 'identifier-invalid');
  refuseUnless(mod3736(typeCode + issuerCode + serial + version) === check, 'identifier-invalid');
  return { typeCode, issuerCode };
}

/** Takes out those whose digest has a place. One parse for all: what is joined was signed, text by text, by the digests. */
function take(waiting, places) {
  const found = [];
  const texts = [];
  for (const [digest, text] of waiting) {
    const place = places.get(digest);
    if (place === undefined) continue;
    found.push(place);
    texts.push(Buffer.from(text, 'base64url').toString());
    waiting.delete(digest);
  }
  const disclosures = JSON.parse(`[${texts}]`);
  refuseUnless(disclosures.length === found.length, 'disclosure-wrong');
  return found.map((place, i) => [place, disclosures[i]]);
}

/** The items of a list, each behind a disclosure of its own; a digest without one is left out. */
function itemsOf(list, waiting, seen) {
  const places = new Map();
  for (const [i, item] of list.entries()) {
    const digest = item?.['...'];
    if (digest === undefined) continue;
    refuseUnless(typeof digest === 'string' && has(item, ['...']) && !seen.has(digest), 'disclosure-wrong');
    seen.set(digest, list);
    places.set(digest, i);
  }
  const items = new Map(take(waiting, places));
  return list.flatMap((item, i) => {
    if (item?.['...'] === undefined) return [item];
    const disclosure = items.get(i);
    if (!disclosure) return [];
    refuseUnless(disclosure.length === 2, 'disclosure-wrong');
    return [disclosure[1]];
  });
}

/** `anchors`: the final anchors by tree size, as receipts name them, each with `root` and `previousTreeSize` beside. */
export function makeVerifier(trust, anchors) {
  const headers = new Map();
  const notes = new Map();

  function signerOf(part) {
    const known = headers.get(part);
    if (known) return known;
    const header = strictJson(canonical(part));
    refuseUnless(has(header, ['alg', 'typ', 'x5c']), 'credential-malformed');
    refuseUnless(header.alg === 'ES256' && header.typ === 'dc+sd-jwt', 'credential-malformed');
    const der = Buffer.from(header.x5c[0], 'base64');
    const signer = trust.signers.get(`sha-256:${hash('sha256', der, 'base64url')}`);
    refuseUnless(signer && der.toString('base64') === header.x5c[0], 'signing-certificate-unknown');
    if (headers.size < 1000) headers.set(part, signer);
    return signer;
  }

  /** Takes a credential apart; nothing is believed yet but its form. */
  function read(credential) {
    refuseUnless(credential.length <= 65_536, 'credential-malformed');
    const texts = credential.split('~');
    refuseUnless(texts.length > 1 && texts.pop() === '', 'credential-malformed');
    const jwt = texts.shift();
    const [header, body, tail, ...more] = jwt.split('.');
    refuseUnless(tail !== undefined && more.length === 0, 'credential-malformed');
    const payload = strictJson(canonical(body));
    for (const name of Object.keys(payload)) refuseUnless(payloadNames.has(name), 'credential-malformed');
    const { iss, vct, licence_id, iat, nbf, exp, status, holders, face_data } = payload;
    for (const text of [iss, vct, licence_id]) refuseUnless(typeof text === 'string', 'credential-malformed');
    for (const time of [iat, nbf ?? 0, exp ?? 0]) refuseUnless(Number.isSafeInteger(time), 'credential-malformed');
    refuseUnless(Number.isSafeInteger(status?.status_list?.idx), 'credential-malformed');
    refuseUnless(Array.isArray(holders) && holders.length > 0 && face_data, 'credential-malformed');
    const signature = canonical(tail);
    refuseUnless(signature.length === 64, 'credential-malformed');
    const signed = Buffer.from(jwt.slice(0, header.length + 1 + body.length));
    return { signer: signerOf(header), payload, signed, signature, texts, digest: hash('sha256', jwt, 'buffer') };
  }

  /** Puts each disclosure in the place of its digest; each digest stands once, each disclosure has one. */
  function disclose({ payload, texts }) {
    const places = new Map();
    const offer = (digests, target, names) => {
      const place = { target, names };
      for (const digest of digests) {
        refuseUnless(typeof digest === 'string' && !places.has(digest), 'disclosure-wrong');
        places.set(digest, place);
      }
    };
    const licence = { licenceNumber: undefined, holders: payload.holders.map(() => ({})), faceData: {} };
    if (payload._sd) offer(payload._sd, licence, { licence_number: 'licenceNumber' });
    for (const [i, holder] of payload.holders.entries()) offer(holder._sd, licence.holders[i], holderNames);
    offer(payload.face_data._sd, licence.faceData);
    const waiting = new Map(texts.map((text) => [hash('sha256', text, 'base64url'), text]));
    refuseUnless(waiting.size === texts.length, 'disclosure-wrong');
    for (const [place, disclosure] of take(waiting, places)) {
      const name = place.names ? place.names[disclosure[1]] : disclosure[1];
      refuseUnless(disclosure.length === 3 && typeof name === 'string', 'disclosure-wrong');
      refuseUnless(name !== '_sd' && name !== '...' && name !== '__proto__', 'disclosure-wrong');
      refuseUnless(place.target[name] === undefined, 'disclosure-wrong');
      place.target[name] = disclosure[2];
    }
    const lists = Object.entries(licence.faceData).filter(([, value]) => Array.isArray(value));
    for (const [name, list] of lists) licence.faceData[name] = itemsOf(list, waiting, places);
    refuseUnless(waiting.size === 0, 'disclosure-wrong');
    return licence;
  }

  function checkpointOf(note) {
    const known = notes.get(note);
    if (known) return known;
    const split = note.lastIndexOf('\n\n');
    const text = note.slice(0, split + 1);
    const [origin, size, root] = text.split('\n');
    const log = trust.logs.get(origin);
    refuseUnless(log, 'checkpoint-log-unknown');
    const lines = note.slice(split + 2, -1).split('\n');
    const mine = lines.filter((line) => line.startsWith(`— ${origin} `)).map((line) => line.slice(origin.length + 3));
    const blob = Buffer.from(mine[0] ?? '', 'base64');
    const written = blob.toString('base64') === mine[0] && note.endsWith('\n') && mine.length === 1;
    refuseUnless(written && blob.subarray(0, 4).equals(log.id), 'checkpoint-signature-wrong');
    refuseUnless(verify(null, Buffer.from(text), log.key, blob.subarray(4)), 'checkpoint-signature-wrong');
    const checkpoint = { size: Number(size), root: Buffer.from(root, 'base64') };
    if (notes.size < 1000) notes.set(note, checkpoint);
    return checkpoint;
  }

  function sameAnchor(claimed, known) {
    if (!has(claimed, anchorNames)) return false;
    return anchorNames.every((name) => claimed[name] === known[name]);
  }

  /** A receipt as it was brought, in bytes. */
  function readReceipt(value) {
    refuseUnless(has(value, receiptNames) && has(value.event, eventNames), 'receipt-malformed');
    const { event, salt, entry, index, treeSize, inclusionProof, checkpoint } = value;
    refuseUnless(digestForm.test(`sha-256:${salt}`) && Array.isArray(inclusionProof), 'receipt-malformed');
    const proof = inclusionProof.map((digest) => {
      refuseUnless(digestForm.test(digest), 'receipt-malformed');
      return Buffer.from(digest.slice(8), 'base64url');
    });
    refuseUnless(typeof checkpoint === 'string' && checkpoint.length <= 16_384, 'receipt-malformed');
    const bytes = Buffer.from(salt, 'base64url');
    return { ...value, event, salt: bytes, entry, index, treeSize, proof };
  }

  function attest({ payload, digest }, typeCode, receipt, at) {
    const { event, salt, entry, index, treeSize, proof, anchor, previousAnchor } = receipt;
    const ours = event.masterDigest === `sha-256:${digest.toString('base64url')}`;
    const same = ours && event.identifier === payload.licence_id && event.typeCode === typeCode;
    refuseUnless(same && event.statusIndex === payload.status.status_list.idx, 'receipt-of-another-licence');
    refuseUnless(making.has(event.command), 'receipt-of-another-event');
    const computed = entryOf(event, salt);
    // A receipt of our own names no entry beside the one that it proves.
    refuseUnless(
      entry === undefined || entry === `sha-256:${computed.toString('base64url')}`,
      'receipt-entry-mismatch',
    );
    const { size, root } = checkpointOf(receipt.checkpoint);
    refuseUnless(size === treeSize, 'receipt-checkpoint-mismatch');
    refuseUnless(rootFromInclusion(computed, index, size, proof)?.equals(root), 'receipt-inclusion-wrong');
    if (anchor === null) return at - Date.parse(event.time) < grace ? 'logged-not-anchored' : 'anchor-overdue';
    const known = anchors.get(anchor.treeSize);
    refuseUnless(known && anchor.treeSize === treeSize && known.root.equals(root), 'anchor-not-on-chain');
    refuseUnless(sameAnchor(anchor, known), 'anchor-field-differs');
    const before = anchors.get(known.previousTreeSize);
    const right = before ? sameAnchor(previousAnchor, before) : previousAnchor === null;
    refuseUnless(right, 'previous-anchor-differs');
    return 'anchored';
  }

  /** The report: seven checks, the verdict, the licence. `row`: the primary's answer. `receipt`: gives one, or throws. */
  function judge(credential, row, receipt, at) {
    const { payload, signer, signed, signature } = credential;
    const asOf = new Date(at).toISOString();
    const checks = [];
    const judged = (check, code, work) => {
      let outcome = 'passed';
      let found = code;
      try {
        found = work() ?? code;
        if (found === 'logged-not-anchored' || found === 'anchor-overdue') outcome = 'indeterminate';
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        outcome = 'failed';
        found = error.message;
      }
      checks.push({ check, outcome, code: found, detail: says, asOf });
    };
    let licence;
    let type;
    let identifier;
    judged('integrity', 'intact', () => {
      licence = disclose(credential);
      refuseUnless(verify('sha256', signed, signer.es256, signature), 'signature-wrong');
    });
    judged('issuer', 'issuer-confirmed', () => {
      identifier = readIdentifier(payload.licence_id);
      type = trust.types.get(identifier.typeCode);
      refuseUnless(payload.iss === signer.authority.issuer, 'certificate-of-another-issuer');
      refuseUnless(identifier.issuerCode === signer.authority.creditCode, 'identifier-of-another-authority');
      refuseUnless(type?.vct.includes(payload.vct), 'vct-of-another-type');
      const issued = payload.iat * 1000;
      refuseUnless(issued >= signer.from && issued < signer.until, 'certificate-not-in-period');
      refuseUnless(signer.stolen === Number.POSITIVE_INFINITY, 'issued-after-compromise');
    });
    judged('right-to-issue', 'right-held', () => {
      const issued = payload.iat * 1000;
      const held = signer.rights.some(
        (right) => right.typeCode === identifier?.typeCode && issued >= right.from && issued < right.until,
      );
      refuseUnless(held, 'right-not-held');
    });
    judged('validity', 'in-force', () => {
      refuseUnless(payload.exp === undefined || at < payload.exp * 1000, 'expired');
      refuseUnless(at >= payload.iat * 1000 - skew, 'not-yet-issued');
      refuseUnless(payload.nbf === undefined || at >= payload.nbf * 1000, 'not-yet-valid');
    });
    judged('status', 'status-active', () => {
      refuseUnless(row, 'status-unknown-to-registry');
      refuseUnless(row.state === 'active', `status-${row.state}`);
    });
    judged('attestation', 'anchored', () => attest(credential, identifier?.typeCode, receipt(), at));
    checks.push({ check: 'holder', outcome: 'not-applicable', code: 'holder-binding-not-used', detail: says, asOf });
    const failed = checks.some(({ outcome }) => outcome === 'failed');
    const late = checks.some(({ code }) => code === 'anchor-overdue');
    const verdict = failed ? 'invalid' : late ? 'indeterminate' : 'valid';
    const day = 86_400;
    const ages = { attestationGrace: day, statusMaxAge: day, trustMaxAge: day };
    const policy = { name: 'standard', anchor: 'within-grace', ...ages, algorithms: ['ES256'] };
    const report = { verdict, checks, policy, at: asOf };
    if (checks[0].outcome !== 'passed' || checks[1].outcome !== 'passed') return report;
    return { ...report, licence: shown(payload, identifier.typeCode, type, signer.authority, licence, row) };
  }

  return { read, readReceipt, judge };
}

const shanghaiDay = (seconds) => new Date(seconds * 1000 + 28_800_000).toISOString().slice(0, 10);

function shown(payload, typeCode, type, authority, licence, row) {
  return {
    identifier: payload.licence_id,
    typeCode,
    typeName: type.name,
    licenceNumber: licence.licenceNumber,
    holders: licence.holders,
    faceData: licence.faceData,
    issuer: { name: authority.name, creditCode: authority.creditCode },
    issuanceDate: payload.issuance_date,
    validFrom: payload.nbf === undefined ? undefined : shanghaiDay(payload.nbf),
    validUntil: payload.exp === undefined ? undefined : shanghaiDay(payload.exp - 1),
    state: row?.state,
  };
}
