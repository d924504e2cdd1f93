// Makes the rows of one licence: identifier, exact bytes, signature, sealing, event and promise.
import { hash, sign } from 'node:crypto';
import { newSerial, randomCode, randoms, uuidText, uuidv7 } from './random.mjs';
import { sealAll } from './sealed.mjs';
import { entryOf, mod3736 } from './verify.mjs';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const startOf = (day) => Date.parse(`${day}T00:00:00+08:00`) / 1000;
const es256 = (key, text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });

function identifierOf(typeCode, issuerCode, serial) {
  const check = mod3736(`${typeCode}${issuerCode}${serial}001`);
  return `1.2.156.3005.2.${typeCode}.${issuerCode}.${serial}.001.${check}`;
}

/** Every datum and every item of a list behind a disclosure of its own, decoys up to what its type may say, digests sorted. */
function assemble(order, press, issuer, identifier, place, at) {
  const disclosures = [];
  const salt = () => randoms(16).toString('base64url');
  const hideOne = (...parts) => {
    const text = base64url([salt(), ...parts]);
    disclosures.push(text);
    return hash('sha256', text, 'base64url');
  };
  const filled = (digests, places) => {
    while (digests.length < places) digests.push(hash('sha256', salt(), 'base64url'));
    return digests;
  };
  const items = (list) =>
    filled(
      list.map((item) => hideOne(item)),
      Math.ceil(list.length / 4) * 4,
    ).map((digest) => ({ '...': digest }));
  const hide = (members, places = 0) => {
    const digests = Object.entries(members).map(([name, value]) =>
      hideOne(name, Array.isArray(value) ? items(value) : value),
    );
    return { _sd: filled(digests, places).sort() };
  };
  const payload = {
    iss: issuer.uri,
    vct: order.type.vct,
    'vct#integrity': order.type.vctIntegrity,
    licence_id: identifier,
    iat: Math.floor(at / 1000),
    nbf: order.validFrom && startOf(order.validFrom),
    exp: order.validUntil && startOf(order.validUntil) + 86_400,
    issuance_date: press.today(at),
    status: { status_list: { idx: place.index, uri: `${press.baseUrl}/status-lists/${place.list}` } },
    holders: order.holders.map(({ kind, codeType, code, name }) => hide({ kind, code_type: codeType, code, name })),
    face_data: hide(order.faceData, order.type.fields),
    ...hide(order.licenceNumber === undefined ? {} : { licence_number: order.licenceNumber }, 1),
    _sd_alg: 'sha-256',
  };
  const signed = `${issuer.header}.${base64url(payload)}`;
  const jwt = `${signed}.${es256(issuer.key, signed).toString('base64url')}`;
  return { credential: `${[jwt, ...disclosures].join('~')}~`, masterDigest: hash('sha256', jwt, 'buffer') };
}

/** One row for `storeIssued`, with the `answer` to give once it is committed. */
export function makeLicence(press, caller, key, bodyDigest, order) {
  const at = Date.now();
  const [id, eventId, auditId] = [uuidv7(at), uuidv7(at), uuidv7(at)];
  const issuer = press.issuers.get(caller.creditCode);
  const place = press.takePlace();
  const identifier = identifierOf(order.type.code, caller.creditCode, newSerial(at));
  const { credential, masterDigest } = assemble(order, press, issuer, identifier, place, at);
  const time = new Date(at).toISOString();
  const loggedBy = new Date(at + 86_400_000).toISOString();
  const event = {
    identifier,
    typeCode: order.type.code,
    typeVersion: order.type.version,
    command: 'issue',
    masterDigest: `sha-256:${masterDigest.toString('base64url')}`,
    statusIndex: place.index,
    previousEvent: null,
    time,
  };
  const salt = randoms(32);
  const entry = entryOf(event, salt);
  const entryText = `sha-256:${entry.toString('base64url')}`;
  const words = `elicence-promise-v1\0${JSON.stringify({ entry: entryText, loggedBy, time })}`;
  const signature = es256(press.promise.key, words).toString('base64url');
  const promise = { time, loggedBy, keyId: press.promise.keyId, signature };
  const code = randomCode();
  const { faceData, licenceNumber, holders, legalBasis } = order;
  const summary = { holders, licenceNumber, verificationCode: code };
  const ids = { licence: uuidText(id), event: uuidText(eventId) };
  const links = `${press.baseUrl}/v1/licences/${identifier}/carriers`;
  return {
    id,
    eventId,
    auditId,
    organisation: caller.organisation,
    client: caller.id,
    key,
    bodyDigest,
    identifier,
    typeCode: event.typeCode,
    typeVersion: event.typeVersion,
    numberDigest:
      licenceNumber && press.digestOf('licence-number', caller.organisationText, event.typeCode, licenceNumber),
    list: place.list,
    place: place.index,
    masterDigest,
    codeDigest: press.digestOf('verification-code', code),
    validFrom: order.validFrom,
    validUntil: order.validUntil,
    at,
    entry,
    ...sealAll(press.wrapping, ids, { faceData, credential, summary, note: legalBasis && { legalBasis } }),
    holderKeys: holders.map((holder) => press.digestOf('holder', holder.codeType, holder.code)),
    event,
    salt,
    promise,
    loggedBy: at + 86_400_000,
    answer: {
      identifier,
      state: 'active',
      attestation: 'pending',
      carriers: { 'sd-jwt': credential, qr: `${links}/qr`, 'vc-jwt': `${links}/vc-jwt`, pdf: `${links}/pdf` },
      verificationUrl: `${press.baseUrl}/v/${identifier}#${code}`,
      inclusionPromise: { event, salt: salt.toString('base64url'), entry: entryText, ...promise },
    },
  };
}
