import type { Caller, OrganisationDirectory } from '../access/index.js';
import { type CryptoPort, refuse } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import type { EcSigner } from '../signing/index.js';
import type { CarrierSource } from './carrier-source.js';
import type { FindLicence } from './find-licence.js';
import { type KeptCarrier, keepCarrier, type MadeCarrier, openCarrier } from './keep-carrier.js';
import type { KeptKind } from './kinds.js';
import type { MakingEnd } from './making-queue.js';
import { type PageLook, pageInput } from './page-input.js';
import type { PageThread } from './page-thread.js';
import { signPdf } from './pdf/index.js';

export interface PagePress {
  thread: PageThread;
  organisations: OrganisationDirectory;
  look: PageLook;
  crypto: CryptoPort;
  clock: Clock;
}

/** Whose licence, for whom, and the carrier key. */
export interface PageOrder {
  caller: Caller;
  identifier: string;
  key: EcSigner;
}

/** Dots over the width of a page: some 150 to the inch for A4. */
const previewWidth = 1240;

/**
 * Makes and keeps the PDF of a licence (opened, laid out in the thread, signed here, where the key is) and the picture of
 * its page. Each does nothing when it is kept by then, or when the licence is there no more.
 */
export class MakePage {
  constructor(
    private readonly licences: FindLicence,
    private readonly press: PagePress,
  ) {}

  async pdf(order: PageOrder): Promise<MakingEnd> {
    const source = await this.open(order);
    if (!source) return undefined;
    const { thread, look, organisations, clock } = this.press;
    const issuer = await organisations.byId(source.licence.organisationId);
    if (!issuer) throw new Error(`the issuer of licence ${source.licence.licenceId} is not there`);
    const madeAt = clock();
    const laid = await thread.layOut(pageInput(source, issuer.name['zh-CN'], look, madeAt));
    if (!laid.ok) return refuse('carrier-impossible', `${laid.code}${laid.detail ? ` ${laid.detail}` : ''}`);
    const bytes = Buffer.from(await signPdf(laid.value, order.key));
    const templateNumber = source.carriers?.number ?? null;
    await this.keep(order, { kind: 'pdf', bytes, keyId: order.key.keyId, templateNumber, madeAt });
    return undefined;
  }

  /** The PDF comes first: it is what the picture shows. */
  async preview(order: PageOrder): Promise<MakingEnd> {
    const end = await this.pdf(order);
    if (end) return end;
    const pdf = await this.kept(order, 'pdf');
    if (!pdf || (await this.kept(order, 'preview'))) return undefined;
    const bytes = await this.press.thread.preview(pdf.bytes, previewWidth);
    const madeAt = this.press.clock();
    await this.keep(order, { kind: 'preview', bytes, keyId: order.key.keyId, templateNumber: null, madeAt });
    return undefined;
  }

  private open({ caller, identifier }: PageOrder): Promise<CarrierSource | undefined> {
    return this.licences.inScope(caller, identifier, async (client, licence) => {
      if (await openCarrier(client, licence, 'pdf')) return undefined;
      await this.licences.audit(client, caller, licence, {
        action: 'licence.carrier.make',
        kind: 'pdf',
        result: 'opened',
      });
      return this.licences.source(client, licence);
    });
  }

  private kept({ caller, identifier }: PageOrder, kind: KeptKind): Promise<KeptCarrier | undefined> {
    return this.licences.inScope(caller, identifier, (client, licence) => openCarrier(client, licence, kind));
  }

  private keep({ caller, identifier }: PageOrder, made: MadeCarrier): Promise<KeptCarrier | undefined> {
    return this.licences.inScope(caller, identifier, (client, licence) =>
      keepCarrier(client, licence, made, this.press.crypto),
    );
  }
}
