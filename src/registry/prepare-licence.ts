import {
  assembleMaster,
  eventEntry,
  finishMaster,
  formatDigest,
  formatLicenceIdentifier,
  type LicenceEvent,
  lintMaster,
  type MasterInput,
} from '../core/index.js';
import { randomChunk, rfc3339, uuidv7 } from '../platform/index.js';
import type { EcSigner } from '../signing/index.js';
import { issuerUri, statusListUri } from './addresses.js';
import { sealContents, sealNote } from './contents.js';
import { promiseInclusion } from './inclusion-promise.js';
import { issuedAnswer } from './issued-answer.js';
import type { IssueOrder, NewLicence } from './new-licence.js';
import type { Press } from './press.js';
import { newSerial } from './serial.js';
import type { StatusPlace } from './status-places.js';
import { newVerificationCode } from './verification-code.js';

const saltOfDisclosure = () => randomChunk(16);

/**
 * Makes the rows of one licence: identifier, exact bytes, lint by the verifier's own reader, signature, sealing, event
 * and promise. Nothing leaves the process before the rows are committed.
 *
 * @throws Error when the assembled bytes don't say what was to be signed
 */
export function prepareLicence(
  press: Press,
  order: IssueOrder,
  issuer: EcSigner,
  place: StatusPlace,
  at: number,
): NewLicence {
  const { claim, type } = order;
  const id = uuidv7(at);
  const eventId = uuidv7(at);
  const identifier = formatLicenceIdentifier({
    typeCode: type.code,
    issuerCode: order.creditCode,
    serial: newSerial(at),
    version: 1,
  });
  const credential = signMaster(press, masterInput(press, order, issuer, place, identifier, at), issuer);
  const masterDigest = Buffer.from(press.crypto.sha256(Buffer.from(credential.slice(0, credential.indexOf('~')))));
  const event: LicenceEvent = {
    identifier,
    typeCode: type.code,
    typeVersion: type.version,
    command: 'issue',
    masterDigest: formatDigest(masterDigest),
    statusIndex: place.index,
    previousEvent: null,
    time: rfc3339(at),
  };
  const salt = randomChunk(32);
  const entry = Buffer.from(eventEntry(event, salt, press.crypto));
  const promise = promiseInclusion(entry, at, press.promiseKey);
  const verificationCode = newVerificationCode();
  const { key, ...sealed } = sealContents(press.wrapping, id, {
    faceData: order.faceData,
    credential,
    summary: { holders: order.holders, licenceNumber: order.licenceNumber, verificationCode },
  });
  return {
    claim,
    id,
    eventId,
    auditId: uuidv7(at),
    identifier,
    typeCode: type.code,
    typeVersion: type.version,
    numberDigest:
      order.licenceNumber === undefined
        ? null
        : press.index.digest('licence-number', claim.organisationId, type.code, order.licenceNumber),
    place,
    masterDigest,
    codeDigest: press.index.digest('verification-code', verificationCode),
    validFrom: order.validFrom ?? null,
    validUntil: order.validUntil ?? null,
    at,
    holderKeys: order.holders.map((holder) => press.index.holder(holder.codeType, holder.code)),
    sealed,
    event,
    salt,
    entry,
    promise,
    sealedNote: order.legalBasis === undefined ? null : sealNote(key, eventId, { legalBasis: order.legalBasis }),
    answer: issuedAnswer(
      press.baseUrl,
      identifier,
      { credential, verificationCode, hasPortrait: order.type.hasPortrait },
      { event, salt, entry, promise },
    ),
  };
}

function masterInput(
  { identity, days }: Press,
  order: IssueOrder,
  issuer: EcSigner,
  place: StatusPlace,
  identifier: string,
  at: number,
): MasterInput {
  return {
    issuer: issuerUri(identity, order.creditCode),
    vct: order.type.vct,
    vctIntegrity: order.type.vctIntegrity,
    identifier,
    x5c: [...issuer.certificates],
    issuedAt: Math.floor(at / 1000),
    issuanceDate: days.dayOf(at),
    notBefore: order.validFrom === undefined ? undefined : days.startOf(order.validFrom) / 1000,
    expires: order.validUntil === undefined ? undefined : days.endOf(order.validUntil) / 1000,
    status: { uri: statusListUri(identity, place.list), index: place.index },
    licenceNumber: order.licenceNumber,
    holders: order.holders,
    holderKey: order.holderKey,
    faceData: order.faceData,
    faceFields: order.type.faceFields,
  };
}

function signMaster({ crypto }: Press, input: MasterInput, issuer: EcSigner): string {
  const { signingInput, disclosures } = assembleMaster(input, { salt: saltOfDisclosure, crypto });
  const lint = lintMaster(signingInput, disclosures, input, crypto);
  if (!lint.ok) throw new Error(`the assembled master is not what was to be signed: ${lint.code}`);
  return finishMaster(signingInput, issuer.sign(Buffer.from(signingInput)), disclosures);
}
