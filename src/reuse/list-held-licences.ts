import type { HolderCaller, OrganisationDirectory } from '../access/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { HeldLicences, ListedLicence } from '../registry/index.js';

interface LocalText {
  'zh-CN': string;
  en: string;
}

export interface HeldLicenceView {
  identifier: string;
  typeCode: string;
  typeName: LocalText;
  state: string;
  issuer: { name: LocalText; creditCode: string };
  licenceNumber: string | null;
  holderName: string;
  validFrom: string | null;
  validUntil: string | null;
  verificationUrl: string;
  attestation: 'pending' | 'logged' | 'anchored';
}

/** A holder's own licences, as their app lists them. */
export class ListHeldLicences {
  constructor(
    private readonly held: HeldLicences,
    private readonly organisations: OrganisationDirectory,
    private readonly catalogue: Catalogue,
  ) {}

  async list(
    caller: HolderCaller,
    after: string | null,
    limit: number,
  ): Promise<{ id: string; view: HeldLicenceView }[]> {
    const licences = await this.held.list(caller, after, limit);
    return Promise.all(licences.map(async (licence) => ({ id: licence.licenceId, view: await this.view(licence) })));
  }

  private async view(licence: ListedLicence): Promise<HeldLicenceView> {
    const organisation = await this.organisations.byId(licence.organisationId);
    const type = this.catalogue.version(licence.typeCode, licence.typeVersion);
    return {
      identifier: licence.identifier,
      typeCode: licence.typeCode,
      typeName: type?.name ?? { 'zh-CN': licence.typeCode, en: licence.typeCode },
      state: licence.state,
      issuer: { name: organisation?.name ?? { 'zh-CN': '', en: '' }, creditCode: organisation?.creditCode ?? '' },
      licenceNumber: licence.licenceNumber ?? null,
      holderName: licence.holders.map((holder) => holder.name).join('、'),
      validFrom: licence.validFrom ?? null,
      validUntil: licence.validUntil ?? null,
      verificationUrl: licence.verificationUrl,
      attestation: licence.attestation,
    };
  }
}
