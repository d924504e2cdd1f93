import type pg from 'pg';
import type { Log } from '../platform/index.js';
import {
  type GrantRow,
  type ReceiverRow,
  type RightRow,
  readCarrierDefinition,
  readCarrierNumbers,
  readGrants,
  readMatters,
  readReceivers,
  readRights,
  readType,
  readVersions,
} from './catalogue.store.js';
import type { Matter, Receiver } from './matter.js';
import type { NumberedCarrierDefinition } from './type/carrier-definition.js';
import { compileLicenceType, type LicenceType } from './type/licence-type.js';

interface Snapshot {
  published: Map<string, LicenceType>;
  versions: Map<string, LicenceType>;
  carriers: Map<string, NumberedCarrierDefinition>;
  rights: Map<string, RightRow[]>;
  matters: Map<string, Matter>;
  grants: Map<string, GrantRow[]>;
  receivers: ReceiverRow[];
  readAt: number;
}

/** How old the catalogue may be before it is read again. */
const refreshEveryMs = 5_000;

/**
 * The licence catalogue 证照目录 in memory: types with their checks compiled, rights to issue, matters, clients' grants.
 * It is read when the module starts and again every 5 seconds, so a new right or a withdrawn one counts within that time. While the
 * database is away the last reading stays; whatever would be written upon it needs the database too.
 */
export class Catalogue {
  private snapshot: Snapshot | undefined;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly clock: () => number,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.log.warn({ err: error }, 'the catalogue could not be read again'));
    }, refreshEveryMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** Reads the catalogue anew; several at once share one reading. */
  refresh(): Promise<void> {
    this.running ??= this.read().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Milliseconds since the catalogue was read. */
  age(): number {
    return this.clock() - this.now.readAt;
  }

  /** The published version of a type. */
  find(typeCode: string): LicenceType | undefined {
    return this.now.published.get(typeCode);
  }

  /** Any version of a type, published ones of old among them. */
  version(typeCode: string, version: number): LicenceType | undefined {
    return this.now.versions.get(versionKey(typeCode, version));
  }

  /** Published versions by code. */
  all(): LicenceType[] {
    return [...this.now.published.values()];
  }

  /** What the carriers of a type say and how they look, the newest of its definitions; none where the type has none. */
  carrierDefinition(typeCode: string): NumberedCarrierDefinition | undefined {
    return this.now.carriers.get(typeCode);
  }

  /** Whether the organisation may issue the type on that day of the registry's time zone, `YYYY-MM-DD`. */
  mayIssue(organisationId: string, typeCode: string, day: string): boolean {
    const rights = this.now.rights.get(organisationId) ?? [];
    return rights.some((right) => {
      return right.typeCode === typeCode && right.from <= day && (right.until === null || day <= right.until);
    });
  }

  /** Matters by code. */
  matters(): Matter[] {
    return [...this.now.matters.values()];
  }

  matter(code: string): Matter | undefined {
    return this.now.matters.get(code);
  }

  /** Organisations that handle the matter: those with a client of its role. */
  receivers(matter: Matter): Receiver[] {
    const ofRole = this.now.receivers.filter((receiver) => receiver.role === matter.role);
    return ofRole.map(({ name, creditCode }) => ({ name, creditCode }));
  }

  /** What the client may see, per type and matter. */
  clientGrants(clientId: string): readonly GrantRow[] {
    return this.now.grants.get(clientId) ?? [];
  }

  private get now(): Snapshot {
    if (!this.snapshot) throw new Error('the catalogue has not been read yet');
    return this.snapshot;
  }

  private async read(): Promise<void> {
    const readAt = this.clock();
    const { published, versions } = await this.readTypes();
    this.snapshot = {
      published,
      versions,
      carriers: await this.readCarriers(),
      rights: groupBy(await readRights(this.pool), (right) => right.organisationId),
      matters: new Map((await readMatters(this.pool)).map((matter) => [matter.code, matter])),
      grants: groupBy(await readGrants(this.pool), (grant) => grant.clientId),
      receivers: await readReceivers(this.pool),
      readAt,
    };
  }

  /** A version never changes: what is compiled is compiled for good. */
  private async readTypes(): Promise<Pick<Snapshot, 'published' | 'versions'>> {
    const published = new Map<string, LicenceType>();
    const versions = new Map<string, LicenceType>();
    for (const row of await readVersions(this.pool)) {
      const key = versionKey(row.code, row.version);
      const type = this.snapshot?.versions.get(key) ?? (await this.compile(row.code, row.version));
      versions.set(key, type);
      if (row.published) published.set(row.code, type);
    }
    return { published, versions };
  }

  /** A definition never changes either; only its number is asked for again. */
  private async readCarriers(): Promise<Snapshot['carriers']> {
    const carriers = new Map<string, NumberedCarrierDefinition>();
    for (const { code, number } of await readCarrierNumbers(this.pool)) {
      const known = this.snapshot?.carriers.get(code);
      const definition =
        known?.number === number ? known.definition : await readCarrierDefinition(this.pool, code, number);
      if (definition) carriers.set(code, { number, definition });
    }
    return carriers;
  }

  private async compile(code: string, version: number): Promise<LicenceType> {
    const row = await readType(this.pool, code, version);
    if (!row) throw new Error(`licence type ${code} version ${version} went away`);
    return compileLicenceType(row);
  }
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const versionKey = (code: string, version: number): string => `${code}/${version}`;
