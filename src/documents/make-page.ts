import type { OrganisationDirectory } from '../access/index.js';
import { refuse } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import type { MakingEnd } from './making-queue.js';
import type { Order, OrderDesk } from './order.js';
import { type PageLook, pageInput } from './page-input.js';
import type { PageThread } from './page-thread.js';
import type { TimeStamp } from './pdf/index.js';

export interface PagePress {
  thread: PageThread;
  organisations: OrganisationDirectory;
  look: PageLook;
  /** Says when a PDF was signed; none is made without it where it is asked. */
  timeStamp: TimeStamp | undefined;
  clock: Clock;
}

/** Dots over the width of a page: some 150 to the inch for A4. */
const previewWidth = 1240;

/**
 * Makes and keeps the PDF of a licence (opened here, made in the thread, which asks here for the signature) and the picture of
 * its page. Each does nothing when it is kept by then, or when the licence is there no more.
 */
export class MakePage {
  constructor(
    private readonly desk: OrderDesk,
    private readonly press: PagePress,
  ) {}

  async pdf(order: Order): Promise<MakingEnd> {
    const source = await this.desk.open(order, 'pdf');
    if (!source) return undefined;
    const { thread, look, organisations, timeStamp, clock } = this.press;
    const issuer = await organisations.byId(source.licence.organisationId);
    if (!issuer) throw new Error(`the issuer of licence ${source.licence.licenceId} is not there`);
    const madeAt = clock();
    const { certificates } = order.key;
    const sign = (data: Uint8Array) => order.key.sign(data);
    const signer = { certificates, sign, ...(timeStamp && { timeStamp }) };
    const made = await thread.pdf(pageInput(source, issuer.name['zh-CN'], look, madeAt), signer);
    if (!made.ok) return refuse('carrier-impossible', `${made.code}${made.detail ? ` ${made.detail}` : ''}`);
    const bytes = Buffer.from(made.value);
    await this.desk.keep(order, { kind: 'pdf', bytes, templateNumber: source.carriers?.number ?? null, madeAt });
    return undefined;
  }

  /** The PDF comes first: it is what the picture shows. */
  async preview(order: Order): Promise<MakingEnd> {
    const end = await this.pdf(order);
    if (end) return end;
    const pdf = await this.desk.kept(order, 'pdf');
    if (!pdf || (await this.desk.kept(order, 'preview'))) return undefined;
    const bytes = await this.press.thread.preview(pdf.bytes, previewWidth);
    await this.desk.keep(order, { kind: 'preview', bytes, templateNumber: null, madeAt: this.press.clock() });
    return undefined;
  }
}
