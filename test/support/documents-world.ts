import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type HolderCaller, OrganisationDirectory } from '../../src/access/index.js';
import { FindLicence } from '../../src/documents/find-licence.js';
import { MakePage } from '../../src/documents/make-page.js';
import { MakePhotoCode } from '../../src/documents/make-photo-code.js';
import { makersOf } from '../../src/documents/makers.js';
import { MakingQueue } from '../../src/documents/making-queue.js';
import { OrderDesk } from '../../src/documents/order.js';
import { PageThread, threadDefaults } from '../../src/documents/page-thread.js';
import type { TimeStamp } from '../../src/documents/pdf/index.js';
import { type CarrierParts, RequestCarrier } from '../../src/documents/request-carrier.js';
import { nodeCrypto, type ThreadOptions } from '../../src/platform/index.js';
import { OpenForCarrier } from '../../src/registry/index.js';
import { request } from '../../src/registry/testing/business-licence.js';
import { citizenNumber } from '../../src/registry/testing/codes.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../../src/registry/testing/registry-world.js';

/** The thread as it runs from sources. */
export const sourceThread = (change: Partial<ThreadOptions> = {}): ThreadOptions => ({
  ...threadDefaults,
  entry: new URL('../../src/documents/page-thread.entry.ts', import.meta.url),
  execArgv: ['--import', fileURLToPath(new URL('./typescript.mjs', import.meta.url))],
  ...change,
});

/** One process that makes carriers. */
export interface CarrierProcess {
  carriers: RequestCarrier;
  thread: PageThread;
  queue: MakingQueue;
  faults: unknown[];
}

/** A registry that makes carriers, with licences to carry. */
export interface DocumentsWorld extends RegistryWorld {
  /** As another process would have it. */
  process(change?: Partial<CarrierParts>, thread?: PageThread, timeStamp?: TimeStamp): CarrierProcess;
  /** Issues a licence of the first authority, held by person `n`. */
  issued(n: number): Promise<{ identifier: string; credential: string; id: string }>;
  holder(n: number): HolderCaller;
}

export async function createDocumentsWorld(): Promise<DocumentsWorld> {
  const world = await createRegistryWorld();
  const clock = () => world.now.ms;
  const threads: PageThread[] = [];
  const licences = new FindLicence(
    world.pools.service,
    new OpenForCarrier(world.press.wrapping),
    world.catalogue,
    nodeCrypto,
    clock,
  );
  return {
    ...world,
    process: (change = {}, thread = new PageThread(sourceThread()), timeStamp = undefined) => {
      threads.push(thread);
      const faults: unknown[] = [];
      const queue = new MakingQueue({ maxWaiting: 3, rememberMs: 60_000, maxRemembered: 10 }, (fault) =>
        faults.push(fault),
      );
      const desk = new OrderDesk(licences, nodeCrypto);
      const pages = new MakePage(desk, {
        thread,
        organisations: new OrganisationDirectory(world.pools.service),
        look: { baseUrl: settings.baseUrl, specimen: true },
        timeStamp,
        clock,
      });
      const makers = makersOf(pages, new MakePhotoCode(desk, thread, clock));
      const key = world.keystore.ec('carrier');
      const parts = { licences, makers, queue, key, crypto: nodeCrypto, clock, patienceMs: 30_000, ...change };
      return { carriers: new RequestCarrier(parts), thread, queue, faults };
    },
    issued: async (n) => {
      const body = request(n, { licenceNumber: `N-${randomUUID()}`, validFrom: '2026-11-01' });
      const outcome = await world.issuing.issue({ caller: world.callers[0]!, idempotencyKey: randomUUID(), body });
      if (!outcome.ok) throw new Error(outcome.code);
      const { identifier, carriers } = outcome.value;
      const { rows } = await world.pools.owner.query('select id from licence where identifier = $1', [identifier]);
      return { identifier, credential: carriers['sd-jwt'], id: rows[0].id };
    },
    holder: (n) => {
      const holderKey = world.press.index.holder('111', citizenNumber(n));
      const citizenId = '01900000-0000-7000-8000-000000000001';
      return {
        kind: 'holder',
        citizenId,
        holderKey,
        holderKeyHex: holderKey.toString('hex'),
        scopes: new Set(['holder']),
      };
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
      await world.close();
    },
  };
}
