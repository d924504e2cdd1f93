import type { ClientCaller } from '../access/index.js';
import { type Catalogue, type LicenceType, portraitField } from '../catalogue/index.js';
import { canonicalJson, type JsonValue } from '../core/index.js';
import { type Clock, licencesIssued } from '../platform/index.js';
import type { EcSigner, Keystore } from '../signing/index.js';
import { checkHolderKey } from './check-holder-key.js';
import { checkHolders } from './check-holders.js';
import { checkSize } from './check-size.js';
import { checkValidity } from './check-validity.js';
import type { IssueRequest } from './http/licences.schema.js';
import type { IssueStore, Stored } from './issue.store.js';
import type { IssuedStore } from './issued.store.js';
import type { IssueClaim, IssuedLicence, IssueOrder } from './new-licence.js';
import { prepareLicence } from './prepare-licence.js';
import type { Press } from './press.js';
import { type Outcome, refuseField, refuseFields } from './refusal.js';
import type { StatusPlaces } from './status-places.js';

export type IssueCode =
  | 'type-unknown'
  | 'right-to-issue-missing'
  | 'face-data-invalid'
  | 'holder-invalid'
  | 'validity-invalid'
  | 'licence-number-taken'
  | 'idempotency-conflict'
  | 'backlog-full'
  | 'dependency-unavailable'
  | 'not-found';

export interface IssueInput {
  caller: ClientCaller;
  idempotencyKey: string;
  body: IssueRequest;
}

/** What issuing writes to and reads from. */
export interface IssueShelves {
  places: StatusPlaces;
  licences: IssueStore;
  issued: IssuedStore;
  /** Whether the ledger is so far behind that no licence is issued. */
  backlog: { isFull(): boolean };
}

/** Concurrent twins are visible to the next try; more than a few tries mean a fault of ours. */
const tries = 4;

/** Issues a licence 签发: authorise, validate, assemble, lint, sign, store in one transaction, then answer. */
export class IssueLicence {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly keystore: Keystore,
    private readonly press: Press,
    private readonly shelves: IssueShelves,
    private readonly clock: Clock,
  ) {}

  async issue({ caller, idempotencyKey, body }: IssueInput): Promise<Outcome<IssuedLicence, IssueCode>> {
    if (this.shelves.backlog.isFull()) return { ok: false, code: 'backlog-full' };
    const claim: IssueClaim = {
      organisationId: caller.organisationId,
      clientId: caller.clientId,
      actor: `client:${caller.clientId}`,
      key: idempotencyKey,
      bodyDigest: this.press.index.digest('body', canonicalJson(body as JsonValue)),
    };
    const order = this.order(caller, claim, body);
    if (order.ok) return this.store(order.value.order, order.value.issuer);
    // A right may have ended since: what was acknowledged is still answered.
    const known = await this.shelves.licences.known(claim);
    return (known && (await this.answerKnown(claim, known))) ?? order;
  }

  private order(
    caller: ClientCaller,
    claim: IssueClaim,
    body: IssueRequest,
  ): Outcome<{ order: IssueOrder; issuer: EcSigner }, IssueCode> {
    const today = this.press.days.dayOf(this.clock());
    const type = this.catalogue.find(body.typeCode);
    if (!type) return refuseField('type-unknown', '/typeCode', 'There is no such licence type');
    if (!this.catalogue.mayIssue(caller.organisationId, type.code, today))
      return refuseField('right-to-issue-missing', '/typeCode', 'This authority may not issue this type today');
    const checked = checkBody(type, body, today);
    if (!checked.ok) return checked;
    const keyName = `authority/${caller.creditCode}`;
    if (!this.keystore.has(keyName))
      return { ok: false, code: 'dependency-unavailable', detail: 'There is no signing key for this authority' };
    const order = {
      claim,
      creditCode: caller.creditCode,
      type: named(type, this.press.identity),
      holders: checked.value,
      holderKey: body.holderKey,
      faceData: body.faceData,
      licenceNumber: body.licenceNumber,
      validFrom: body.validFrom,
      validUntil: body.validUntil,
      legalBasis: body.legalBasis,
    };
    const issuer = this.keystore.ec(keyName);
    const content = { ...order, x5c: [...issuer.certificates], faceFields: order.type.faceFields };
    const large = checkSize(content);
    return large.length > 0 ? refuseFields('face-data-invalid', large) : { ok: true, value: { order, issuer } };
  }

  private async store(order: IssueOrder, issuer: EcSigner): Promise<Outcome<IssuedLicence, IssueCode>> {
    for (let i = 0; i < tries; i++) {
      const licence = prepareLicence(this.press, order, issuer, await this.shelves.places.take(), this.clock());
      const stored = await this.shelves.licences.add(licence);
      if (stored.outcome === 'new') {
        licencesIssued.inc();
        return { ok: true, value: licence.answer };
      }
      const answer = await this.answerKnown(order.claim, stored);
      if (answer) return answer;
    }
    throw new Error(`issue: no stable outcome after ${tries} tries`);
  }

  private async answerKnown(claim: IssueClaim, stored: Stored): Promise<Outcome<IssuedLicence, IssueCode> | undefined> {
    if (stored.outcome === 'licence-number-taken')
      return refuseField('licence-number-taken', '/licenceNumber', 'This number of this type was issued already');
    if (stored.outcome === 'conflict') return { ok: false, code: 'idempotency-conflict' };
    if (stored.outcome !== 'repeat') return undefined;
    const value = await this.shelves.issued.read(claim, stored.licenceId, this.clock());
    return value
      ? { ok: true, value }
      : { ok: false, code: 'not-found', detail: 'The contents of this licence are erased' };
  }
}

function named(type: LicenceType, identity: string): IssueOrder['type'] {
  return {
    code: type.code,
    version: type.version,
    vct: type.vct(identity),
    vctIntegrity: type.metadata(identity).integrity,
    faceFields: type.definition.fields.length,
    hasPortrait: portraitField(type.definition.fields) !== undefined,
  };
}

function checkBody(
  type: LicenceType,
  body: IssueRequest,
  today: string,
): Outcome<IssueOrder['holders'], 'face-data-invalid' | 'holder-invalid' | 'validity-invalid'> {
  const { holders, errors } = checkHolders(body.holders, type.definition);
  errors.push(...checkHolderKey(body.holderKey, holders.length));
  const face = type.checkFace(body.faceData);
  const validity = checkValidity(body, type.definition.validity, today);
  const all = [...errors, ...face, ...validity];
  if (errors.length > 0) return refuseFields('holder-invalid', all);
  if (face.length > 0) return refuseFields('face-data-invalid', all);
  if (validity.length > 0) return refuseFields('validity-invalid', all);
  return { ok: true, value: holders };
}
