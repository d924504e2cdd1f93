import { type DynamicModule, Module } from '@nestjs/common';
import type { CryptoPort, EcPublicJwk } from '../core/index.js';
import { type Clock, monotonicClock } from './clock.js';
import type { Database } from './database/database.js';
import { DatabaseWatch } from './database/database-watch.js';
import { type BacklogBounds, BacklogGuard } from './journal/backlog.js';
import type { Log } from './log.js';

/** What every room may ask for. Values are made by the composition root in `entry`. */
export interface Settings {
  /** Public origin of the registry, without a slash at its end. */
  baseUrl: string;
  /** The address under which the registry was founded. Licences name it for ever (`iss`, `vct`, `status`), wherever it is served now. */
  identity: string;
  /** IANA name; days of licences are days of this zone. */
  timeZone: string;
  /** A status token says so in `ttl`, and the page shows it. */
  statusTtlSeconds: number;
  /** For how long states of licences are held in memory without asking; at most 1000, 0 is never. */
  statusLeaseMs: number;
  /** Origin line of the log's checkpoints. */
  logOrigin: string;
  /** Verifiers take the root from configuration, never from a list. */
  trustRoot: EcPublicJwk;
  /** Client secrets and the demo login exist in the embedded demo alone. */
  demo: boolean;
  /** Requests by one address in a minute; 0 is no limit. */
  rateLimitPerMinute: number;
  /** Requests by one client in a minute, each line of a batch counted; 0 or undefined is no limit of its own: its address's counts. */
  clientQuotaPerMinute?: number;
  /** Wrong codes for one identifier in a minute, in this process; past it nobody may ask by code for it. 0 is no limit; 60 when not given. */
  wrongCodesPerMinute?: number;
  /** Past these issuing waits for the ledger. */
  backlog: BacklogBounds;
  /**
   * `queue`: makings that may wait in this process; `specimen`: each printed page is marked 样本; `timeStampUrl`: who says
   * when a PDF was signed (RFC 3161).
   */
  carriers: { queue: number; specimen: boolean; timeStampUrl?: string };
  /** How long a verification waits for each thing that it judges by. */
  verify: VerifyTimes;
}

/** In milliseconds; see `docs/verification-faults.md`. */
export interface VerifyTimes {
  /** The state of a licence, its record, the record of a carrier. */
  registryMs: number;
  receiptMs: number;
  anchorsMs: number;
  /** Versions of records, for a moment in the past. */
  historyMs: number;
}

export const SETTINGS = Symbol('Settings');
export const CLOCK = Symbol('Clock');
export const LOG = Symbol('Log');
/** `CryptoPort` with a bounded memo of good signatures. */
export const CRYPTO = Symbol('CryptoPort');
/** `DatabaseWatch` */
export const DATABASE_WATCH = Symbol('DatabaseWatch');
/** `BacklogGuard` */
export const BACKLOG = Symbol('BacklogGuard');
/** `Database` of the role *service*. */
export const SERVICE_DATABASE = Symbol('service database');
/** `Database` of the role *public*. */
export const PUBLIC_DATABASE = Symbol('public database');

export interface PlatformParts {
  settings: Settings;
  clock: Clock;
  log: Log;
  crypto: CryptoPort;
  serviceDatabase: Database;
  publicDatabase: Database;
  /** The one that admits the connections of both; without it none is doubted. */
  databaseWatch?: DatabaseWatch;
}

@Module({})
export class PlatformModule {
  static forRoot(parts: PlatformParts): DynamicModule {
    const { clock, log, databaseWatch } = parts;
    const providers = [
      { provide: SETTINGS, useValue: parts.settings },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOG, useValue: parts.log },
      { provide: CRYPTO, useValue: parts.crypto },
      { provide: SERVICE_DATABASE, useValue: parts.serviceDatabase },
      { provide: PUBLIC_DATABASE, useValue: parts.publicDatabase },
      { provide: DATABASE_WATCH, useValue: databaseWatch ?? new DatabaseWatch(clock, monotonicClock, log) },
      {
        provide: BACKLOG,
        useFactory: () => new BacklogGuard(parts.serviceDatabase.pool, parts.clock, parts.settings.backlog),
      },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
