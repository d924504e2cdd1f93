import type { HolderCaller, OrganisationDirectory } from '../access/index.js';
import type { Catalogue, Matter } from '../catalogue/index.js';
import { canonicalJson, ok, type Result, refuse } from '../core/index.js';
import {
  type BlindIndex,
  type Clock,
  claimIdempotencyKey,
  type Database,
  inTransaction,
  type ProblemCode,
  randomCode,
  rfc3339,
  seal,
  unseal,
  uuidv7,
} from '../platform/index.js';
import type { HeldLicence, HeldLicences } from '../registry/index.js';
import type { MakePresentationCode as Body } from './http/reuse.schema.js';
import { presentationStore } from './presentation.store.js';

/** 26 characters of Crockford's base32: 130 random bits. */
export const presentationCodeLength = 26;
const lifetimeMs = 60_000;

export interface MadeCode {
  code?: string;
  expiresAt: string;
}

interface Context {
  database: Database;
  clock: Clock;
  blindIndex: BlindIndex;
  wrappingKey: Buffer;
}

/** A holder makes a code for one matter and one receiver: 60 s, single use. */
export class MakePresentationCode {
  constructor(
    private readonly organisations: OrganisationDirectory,
    private readonly catalogue: Catalogue,
    private readonly held: HeldLicences,
    private readonly context: Context,
  ) {}

  async make(caller: HolderCaller, idempotencyKey: string, body: Body): Promise<Result<MadeCode, ProblemCode>> {
    const matter = this.catalogue.matter(body.matterCode);
    if (!matter) return refuse('matter-unknown', undefined, '/matterCode');
    const receiver = await this.organisations.byCreditCode(body.receiver);
    if (!receiver) return refuse('receiver-unknown', undefined, '/receiver');
    if (!this.catalogue.receivers(matter).some((handles) => handles.creditCode === receiver.creditCode)) {
      return refuse('matter-not-for-receiver', undefined, '/receiver');
    }
    const chosen = await this.choose(caller, matter, body.licences);
    if (!chosen.ok) return chosen;
    return this.store(caller, idempotencyKey, body, { matter, receiverId: receiver.id, licences: chosen.value });
  }

  /** The licences must be the holder's own, of a type that the matter asks for, and usable today. */
  private async choose(
    caller: HolderCaller,
    matter: Matter,
    identifiers: readonly string[],
  ): Promise<Result<HeldLicence[], ProblemCode>> {
    if (new Set(identifiers).size !== identifiers.length)
      return refuse('body-invalid', 'A licence is named twice', '/licences');
    const own = await this.held.byIdentifiers(caller.holderKeyHex, identifiers);
    const types = new Set(matter.proofs.flatMap((proof) => proof.typeCodes));
    const chosen: HeldLicence[] = [];
    for (const [i, identifier] of identifiers.entries()) {
      const licence = own.find((held) => held.identifier === identifier);
      if (!licence) return refuse('not-found', 'You hold no such licence', `/licences/${i}`);
      if (!types.has(licence.typeCode)) return refuse('licence-not-for-matter', undefined, `/licences/${i}`);
      if (licence.state !== 'active') return refuse('licence-not-usable', `It is ${licence.state}`, `/licences/${i}`);
      chosen.push(licence);
    }
    return ok(chosen);
  }

  private store(
    caller: HolderCaller,
    key: string,
    body: Body,
    made: { matter: Matter; receiverId: string; licences: HeldLicence[] },
  ): Promise<Result<MadeCode, ProblemCode>> {
    const { database, clock, blindIndex, wrappingKey } = this.context;
    const now = clock();
    const id = uuidv7(now);
    const place = (presentationId: string) => `presentation/sealed_code/${presentationId}`;
    return inTransaction(database.pool, { holders: [caller.holderKeyHex] }, async (client) => {
      const claimed = await claimIdempotencyKey(client, {
        actor: `holder:${caller.citizenId}`,
        key,
        holderKey: caller.holderKey,
        operation: 'make-presentation-code',
        bodyDigest: blindIndex.digest('body', canonicalJson(body as never)),
        resultId: id,
        at: new Date(now),
      });
      if (claimed.outcome === 'conflict') return refuse('idempotency-conflict');
      if (claimed.outcome === 'repeat') {
        const stored = await presentationStore.sealedCode(client, claimed.resultId);
        const alive = !stored.spent && stored.expiresAt.getTime() > now;
        const code = alive ? unseal(wrappingKey, place(claimed.resultId), stored.sealedCode).toString() : undefined;
        return ok({ ...(code ? { code } : {}), expiresAt: stored.expiresAt.toISOString() });
      }
      const code = randomCode(presentationCodeLength);
      await presentationStore.insert(client, {
        id,
        codeDigest: blindIndex.digest('presentation-code', code),
        holderKey: caller.holderKey,
        receiverId: made.receiverId,
        matterCode: made.matter.code,
        licenceIds: made.licences.map((licence) => licence.licenceId),
        sealedCode: seal(wrappingKey, place(id), Buffer.from(code)),
        createdAt: new Date(now),
        expiresAt: new Date(now + lifetimeMs),
      });
      return ok({ code, expiresAt: rfc3339(now + lifetimeMs) });
    });
  }
}
