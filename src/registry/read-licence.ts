import type { Pool, PoolClient } from 'pg';
import type { ClientCaller } from '../access/index.js';
import type { Holder, InclusionPromise, JsonObject, LicenceEvent } from '../core/index.js';
import { type AttestationState, type Clock, inTransaction, type Page, recordAudit, toPage } from '../platform/index.js';
import { carrierLinks, verificationUrl } from './addresses.js';
import { type EventNote, openKey, openNote } from './contents.js';
import { inclusionPromiseOf, type KeptEvent } from './inclusion-promise.js';
import { isIdentifier } from './is-identifier.js';
import { attestationOf, type LicenceOutline, openContents, outlineOf } from './open-licence.js';
import type { PortraitTypes } from './portrait-types.js';
import { type LicenceRow, readEvents, readLog, readMasterEvent, readOwnLicence } from './read-licence.store.js';

/** A licence as its authority reads it; what was sealed is absent when it is erased. */
export interface OwnLicence extends LicenceOutline {
  attestation: AttestationState;
  licenceNumber?: string;
  holders?: Holder[];
  faceData?: JsonObject;
  verificationUrl?: string;
  carriers: Record<string, string>;
}

export interface OwnEvent extends EventNote {
  id: string;
  command: LicenceEvent['command'];
  reasonCode?: string;
  /** RFC 3339 in UTC. */
  time: string;
  attestation: AttestationState;
  inclusionPromise: InclusionPromise;
}

/** The event that made a version, as a receipt needs it. */
export interface EventOfLicence extends KeptEvent {
  eventId: string;
  /** Null while the event waits to be logged. */
  leafIndex: number | null;
  inclusionPromise: InclusionPromise;
}

/** Reads licences of the caller's own organisation; a foreign one is as absent as a missing one. Every opening has its audit row. */
export class ReadLicence {
  constructor(
    private readonly pool: Pool,
    private readonly wrapping: Buffer,
    private readonly baseUrl: string,
    private readonly clock: Clock,
    private readonly hasPortrait: PortraitTypes,
  ) {}

  licence(caller: ClientCaller, identifier: string): Promise<OwnLicence | undefined> {
    return this.opened(caller, identifier, 'licence.read', async (client, row) => {
      const contents = openContents(this.wrapping, row);
      return {
        ...outlineOf(row),
        attestation: attestationOf(row, await readLog(client)),
        licenceNumber: contents?.licenceNumber,
        holders: contents?.holders,
        faceData: contents?.faceData,
        verificationUrl: contents && verificationUrl(this.baseUrl, identifier, contents.verificationCode),
        carriers: {
          'sd-jwt': `${this.baseUrl}/v1/licences/${identifier}/carriers/sd-jwt`,
          ...carrierLinks(this.baseUrl, identifier, this.hasPortrait(row.type_code, row.type_version)),
        },
      };
    });
  }

  /** Oldest first. */
  events(
    caller: ClientCaller,
    identifier: string,
    page: { after: string | null; limit: number },
  ): Promise<Page<OwnEvent> | undefined> {
    return this.opened(caller, identifier, 'licence.events.read', async (client, row) => {
      const rows = await readEvents(client, row.id, page);
      const log = await readLog(client);
      const key = row.wrapped_key && openKey(this.wrapping, row.id, row.wrapped_key);
      return toPage(
        rows,
        page.limit,
        (event) => event.id,
        (event) => ({
          id: event.id,
          command: event.command,
          reasonCode: event.reason_code ?? undefined,
          ...(key && event.sealed_note ? openNote(key, event.id, event.sealed_note) : {}),
          time: event.event.time,
          attestation: attestationOf(event, log),
          inclusionPromise: inclusionPromiseOf(event),
        }),
      );
    });
  }

  /** The event that made this version; it holds nothing personal. */
  async eventOfLicence(caller: ClientCaller, identifier: string): Promise<EventOfLicence | undefined> {
    if (!isIdentifier(identifier)) return undefined;
    const scope = { organisations: [caller.organisationId] };
    return inTransaction(this.pool, scope, async (client) => {
      const row = await readMasterEvent(client, caller.organisationId, identifier);
      return (
        row && {
          eventId: row.id,
          event: row.event,
          salt: row.salt,
          entry: row.entry,
          promise: row.promise,
          leafIndex: row.leaf_index === null ? null : Number(row.leaf_index),
          inclusionPromise: inclusionPromiseOf(row),
        }
      );
    });
  }

  private async opened<T>(
    { organisationId, clientId }: ClientCaller,
    identifier: string,
    action: string,
    open: (client: PoolClient, row: LicenceRow) => Promise<T>,
  ): Promise<T | undefined> {
    if (!isIdentifier(identifier)) return undefined;
    return inTransaction(this.pool, { organisations: [organisationId] }, async (client) => {
      const row = await readOwnLicence(client, organisationId, identifier);
      if (!row) return undefined;
      const at = new Date(this.clock());
      const actor = `client:${clientId}`;
      await recordAudit(client, { organisationId, actor, action, objectId: row.id, result: 'read', at });
      return open(client, row);
    });
  }
}
