import { refuse } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import { makeQr } from './make-text.js';
import type { MakingEnd } from './making-queue.js';
import type { Order, OrderDesk } from './order.js';
import type { PageThread } from './page-thread.js';
import { offlineQrPortrait } from './portrait/offline-qr-portrait.js';

/** Makes and keeps the offline QR with the holder's portrait: the picture is made small in the thread. */
export class MakePhotoCode {
  constructor(
    private readonly desk: OrderDesk,
    private readonly thread: PageThread,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when it is kept by then, or when the licence is there no more. */
  async make(order: Order): Promise<MakingEnd> {
    const source = await this.desk.open(order, 'qr-photo');
    if (!source) return undefined;
    const madeAt = this.clock();
    const small = (jpeg: Uint8Array) => this.thread.miniature(jpeg);
    const portrait = await offlineQrPortrait(source.type.definition, source.master.faceData, small);
    if (!portrait) return refuse('carrier-impossible', 'the licence has no portrait');
    const text = makeQr(source, order.key, portrait);
    if (!text.ok) return text;
    const bytes = Buffer.from(text.value);
    await this.desk.keep(order, { kind: 'qr-photo', bytes, templateNumber: source.carriers?.number ?? null, madeAt });
    return undefined;
  }
}
