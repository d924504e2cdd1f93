import type { Caller } from '../access/index.js';
import type { CryptoPort } from '../core/index.js';
import type { EcSigner } from '../signing/index.js';
import type { CarrierSource } from './carrier-source.js';
import type { FindLicence } from './find-licence.js';
import { type KeptCarrier, keepCarrier, type MadeCarrier, openCarrier } from './keep-carrier.js';
import type { KeptKind } from './kinds.js';

/** A carrier that is made in its turn: of which licence, for whom, and the carrier key. */
export interface Order {
  caller: Caller;
  identifier: string;
  key: EcSigner;
}

/** What every making in its turn does with the store: each step a transaction of the scope of who asked. */
export class OrderDesk {
  constructor(
    private readonly licences: FindLicence,
    private readonly crypto: CryptoPort,
  ) {}

  /** Opens the licence, on record; undefined when the carrier is kept by now, or when the licence is there no more. */
  open({ caller, identifier }: Order, kind: KeptKind): Promise<CarrierSource | undefined> {
    return this.licences.inScope(caller, identifier, async (client, licence) => {
      if (await openCarrier(client, licence, kind)) return undefined;
      await this.licences.audit(client, caller, licence, { action: 'licence.carrier.make', kind, result: 'opened' });
      return this.licences.source(client, licence);
    });
  }

  kept({ caller, identifier }: Order, kind: KeptKind): Promise<KeptCarrier | undefined> {
    return this.licences.inScope(caller, identifier, (client, licence) => openCarrier(client, licence, kind));
  }

  async keep({ caller, identifier, key }: Order, made: Omit<MadeCarrier, 'keyId'>): Promise<void> {
    await this.licences.inScope(caller, identifier, (client, licence) =>
      keepCarrier(client, licence, { ...made, keyId: key.keyId }, this.crypto),
    );
  }
}
