import type { Pool, PoolClient } from 'pg';
import type { Caller } from '../access/index.js';
import type { Catalogue } from '../catalogue/index.js';
import { type CryptoPort, parseSdJwt } from '../core/index.js';
import { type Clock, inTransaction, recordAudit } from '../platform/index.js';
import { type CarriedLicence, type OpenForCarrier, portraitTypes } from '../registry/index.js';
import type { CarrierSource } from './carrier-source.js';

/** What of a licence may be asked for and from whom, inside the asker's own scope. */
export class FindLicence {
  constructor(
    private readonly pool: Pool,
    private readonly licences: OpenForCarrier,
    private readonly catalogue: Catalogue,
    private readonly crypto: CryptoPort,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` with the licence in one transaction of the caller's scope; undefined for what is not there for this caller. */
  inScope<T>(
    caller: Caller,
    identifier: string,
    work: (client: PoolClient, licence: CarriedLicence) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const scope =
      caller.kind === 'client' ? { organisations: [caller.organisationId] } : { holders: [caller.holderKeyHex] };
    return inTransaction(this.pool, scope, async (client) => {
      const licence = await this.licences.find(client, caller, identifier);
      return licence && work(client, licence);
    });
  }

  /** Whether licences of its type may have a portrait. */
  hasPortrait({ typeCode, typeVersion }: CarriedLicence): boolean {
    return portraitTypes(this.catalogue)(typeCode, typeVersion);
  }

  /** Opens all that a carrier is made from. The audit row of the opening is the caller's to write. */
  async source(client: PoolClient, licence: CarriedLicence): Promise<CarrierSource | undefined> {
    const contents = await this.licences.contents(client, licence.licenceId);
    if (!contents) return undefined;
    const master = parseSdJwt(contents.credential, this.crypto);
    const type = this.catalogue.version(licence.typeCode, licence.typeVersion);
    if (!master.ok) throw new Error(`the kept master of licence ${licence.licenceId} is no master: ${master.code}`);
    if (!type)
      throw new Error(`licence type ${licence.typeCode} version ${licence.typeVersion} is not in the catalogue`);
    return { licence, contents, master: master.value, type, carriers: this.catalogue.carrierDefinition(type.code) };
  }

  /** Writes who opened what of it; `fields` names the carrier. */
  audit(
    client: PoolClient,
    caller: Caller,
    licence: CarriedLicence,
    act: { action: string; kind: string; result: string },
  ) {
    const { action, kind, result } = act;
    const who =
      caller.kind === 'client'
        ? { organisationId: caller.organisationId, actor: `client:${caller.clientId}` }
        : { holderKey: caller.holderKey, actor: `holder:${caller.citizenId}` };
    const at = new Date(this.clock());
    return recordAudit(client, { ...who, action, objectId: licence.licenceId, fields: [kind], result, at });
  }
}
