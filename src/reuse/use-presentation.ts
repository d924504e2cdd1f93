import type { PoolClient } from 'pg';
import type { ClientCaller, OrganisationDirectory } from '../access/index.js';
import type { Catalogue, Matter } from '../catalogue/index.js';
import { canonicalJson, ok, type Result, refuse } from '../core/index.js';
import {
  type BlindIndex,
  type Clock,
  claimIdempotencyKey,
  type Database,
  inTransaction,
  normaliseCode,
  type ProblemCode,
  recordAudit,
  uuidv7,
} from '../platform/index.js';
import type { DiscloseLicences, OpenedLicence } from '../registry/index.js';
import type { Verified, VerifyLicence } from '../verification/index.js';
import type { UsePresentation as Body } from './http/reuse.schema.js';
import { presentationCodeLength } from './make-presentation-code.js';
import { allowedFields, pickFields } from './pick-fields.js';
import { type Presentation, presentationStore } from './presentation.store.js';
import { useStore } from './use.store.js';

/** A repeat of the same request gets the disclosed values again for this long, while they may still be disclosed. */
const repeatMs = 10 * 60 * 1000;

export interface UsedLicence {
  identifier: string;
  typeCode: string;
  fields: Record<string, unknown>;
  verification: Pick<Verified['report'], 'verdict' | 'checks' | 'at'>;
}

export interface Used {
  useId: string;
  usedAt: string;
  licences: UsedLicence[];
}

interface Context {
  database: Database;
  clock: Clock;
  blindIndex: BlindIndex;
}

interface Opened {
  licence: OpenedLicence;
  fields: string[];
}

class Refused extends Error {
  constructor(readonly refusal: Result<never, ProblemCode>) {
    super('refused');
  }
}

const refused = (code: ProblemCode, detail?: string, pointer?: string): Refused =>
  new Refused(refuse(code, detail, pointer));

/**
 * Redeems a presentation code. Spending it, reading the licences, the use record and the audit row are one transaction: a
 * disclosure without its record does not exist, and a refusal spends nothing.
 */
export class UsePresentation {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly organisations: OrganisationDirectory,
    private readonly disclosure: DiscloseLicences,
    private readonly verifier: VerifyLicence,
    private readonly context: Context,
  ) {}

  async use(caller: ClientCaller, idempotencyKey: string, body: Body): Promise<Result<Used, ProblemCode>> {
    const matter = this.catalogue.matter(body.matterCode);
    if (!matter) return refuse('matter-unknown', undefined, '/matterCode');
    const code = normaliseCode(body.code, presentationCodeLength);
    if (code === undefined) return refuse('presentation-code-unknown', undefined, '/code');
    try {
      const { useId, usedAt, opened } = await inTransaction(
        this.context.database.pool,
        { organisations: [caller.organisationId] },
        (client) => this.redeem(client, caller, idempotencyKey, { ...body, code }, matter),
      );
      return ok({ useId, usedAt: usedAt.toISOString(), licences: await this.answer(opened) });
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.ok) throw error;
      await this.recordRefusal(caller, matter, error.refusal.code);
      return error.refusal;
    }
  }

  private async redeem(client: PoolClient, caller: ClientCaller, key: string, body: Body, matter: Matter) {
    const { clock, blindIndex } = this.context;
    const now = new Date(clock());
    const useId = uuidv7(now.getTime());
    const claimed = await claimIdempotencyKey(client, {
      actor: `client:${caller.clientId}`,
      key,
      organisationId: caller.organisationId,
      operation: 'use-presentation',
      bodyDigest: blindIndex.digest('body', canonicalJson(body as never)),
      resultId: useId,
      at: now,
    });
    if (claimed.outcome === 'conflict') throw refused('idempotency-conflict');
    if (claimed.outcome === 'repeat') return this.repeat(client, caller, claimed.resultId, matter, now);
    const presentation = await this.acceptable(client, body.code, matter, now);
    await presentationStore.spend(client, presentation.id, now);
    const opened = await this.open(client, caller, presentation, matter, now);
    await this.record(client, caller, presentation, matter, opened, { useId, now });
    return { useId, usedAt: now, opened };
  }

  /** Not this receiver's code is *unknown*; the row is locked before it is judged, so that two uses at once are one. */
  private async acceptable(client: PoolClient, code: string, matter: Matter, now: Date): Promise<Presentation> {
    const found = await presentationStore.byCode(client, this.context.blindIndex.digest('presentation-code', code));
    if (!found) throw refused('presentation-code-unknown', undefined, '/code');
    if (found.spentAt) throw refused('presentation-code-used', undefined, '/code');
    const locked = await presentationStore.lock(client, found.id);
    if (!locked || locked.spentAt) throw refused('presentation-code-used', undefined, '/code');
    if (locked.expiresAt <= now) throw refused('presentation-code-expired', undefined, '/code');
    if (locked.matterCode !== matter.code) throw refused('presentation-other-matter', undefined, '/matterCode');
    return locked;
  }

  private async open(
    client: PoolClient,
    caller: ClientCaller,
    presentation: Presentation,
    matter: Matter,
    now: Date,
  ): Promise<Opened[]> {
    const licences = await this.disclosure.open(client, presentation.licenceIds);
    if (licences.length !== presentation.licenceIds.length) throw refused('licence-not-usable', 'A licence is gone');
    const grants = this.catalogue.clientGrants(caller.clientId);
    return licences.map((licence) => {
      const grant = grants.find((g) => g.typeCode === licence.typeCode && g.matterCode === matter.code);
      if (!grant) throw refused('grant-missing');
      const usable = usability(licence, now);
      if (usable !== undefined) throw refused('licence-not-usable', usable);
      return { licence, fields: allowedFields(matter, licence.typeCode, grant.fields) };
    });
  }

  private async record(
    client: PoolClient,
    caller: ClientCaller,
    presentation: Presentation,
    matter: Matter,
    opened: Opened[],
    { useId, now }: { useId: string; now: Date },
  ): Promise<void> {
    const fields = [...new Set(opened.flatMap((o) => o.fields))];
    await useStore.insert(client, {
      id: useId,
      organisationId: caller.organisationId,
      clientId: caller.clientId,
      holderKey: presentation.holderKey,
      presentationId: presentation.id,
      way: 'presentation-code',
      matterCode: matter.code,
      licenceIds: presentation.licenceIds,
      identifiers: opened.map((o) => o.licence.identifier),
      fields,
      usedAt: now,
    });
    await recordAudit(client, this.auditOf(caller, matter, { objectId: useId, fields, result: 'disclosed', at: now }));
  }

  private async repeat(client: PoolClient, caller: ClientCaller, useId: string, matter: Matter, now: Date) {
    const use = await useStore.find(client, useId);
    if (!use || now.getTime() - use.usedAt.getTime() > repeatMs)
      throw refused('presentation-code-used', undefined, '/code');
    const presentation = await presentationStore.lock(client, use.presentationId);
    if (!presentation) throw refused('presentation-code-used', undefined, '/code');
    await presentationStore.spend(client, presentation.id, now);
    const opened = await this.open(client, caller, presentation, matter, now);
    const fields = [...new Set(opened.flatMap((o) => o.fields))];
    await recordAudit(
      client,
      this.auditOf(caller, matter, { objectId: useId, fields, result: 'disclosed-again', at: now }),
    );
    return { useId, usedAt: use.usedAt, opened };
  }

  private answer(opened: Opened[]): Promise<UsedLicence[]> {
    return Promise.all(
      opened.map(async ({ licence, fields }) => {
        const issuer = await this.organisations.byId(licence.organisationId);
        const { report } = await this.verifier.verify({ kind: 'credential', credential: licence.credential });
        return {
          identifier: licence.identifier,
          typeCode: licence.typeCode,
          fields: pickFields(licence, fields, issuer && { name: issuer.name, creditCode: issuer.creditCode }),
          verification: { verdict: report.verdict, checks: report.checks, at: report.at },
        };
      }),
    );
  }

  private recordRefusal(caller: ClientCaller, matter: Matter, code: ProblemCode): Promise<void> {
    return inTransaction(this.context.database.pool, { organisations: [caller.organisationId] }, (client) =>
      recordAudit(client, this.auditOf(caller, matter, { result: code, at: new Date(this.context.clock()) })),
    );
  }

  private auditOf(
    caller: ClientCaller,
    matter: Matter,
    act: { objectId?: string; fields?: string[]; result: string; at: Date },
  ) {
    return {
      organisationId: caller.organisationId,
      actor: `client:${caller.clientId}`,
      action: 'licence-used',
      purpose: matter.code,
      ...act,
    };
  }
}

/** Why a licence cannot be used now, or undefined. Its state is read in the very transaction that discloses it. */
function usability(licence: OpenedLicence, now: Date): string | undefined {
  if (licence.state !== 'active') return `The licence is ${licence.state}`;
  const at = now.getTime() / 1000;
  if (licence.notBefore !== undefined && at < licence.notBefore) return 'The licence is not yet valid';
  if (licence.expires !== undefined && at >= licence.expires) return 'The licence has expired';
  return undefined;
}
