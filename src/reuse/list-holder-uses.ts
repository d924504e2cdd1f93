import type { HolderCaller, OrganisationDirectory } from '../access/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { Database } from '../platform/index.js';
import { useStore } from './use.store.js';

interface LocalText {
  'zh-CN': string;
  en: string;
}

export interface HolderUseView {
  useId: string;
  usedAt: string;
  organisation: { name: LocalText; creditCode: string };
  matter: { code: string; name: LocalText };
  identifiers: string[];
  fields: string[];
}

/** Who used a holder's licences, when, for which matter and which fields. */
export class ListHolderUses {
  constructor(
    private readonly database: Database,
    private readonly organisations: OrganisationDirectory,
    private readonly catalogue: Catalogue,
  ) {}

  async list(caller: HolderCaller, after: string | null, limit: number): Promise<HolderUseView[]> {
    const uses = await useStore.ofHolder(this.database.pool, caller.holderKeyHex, after, limit);
    return Promise.all(
      uses.map(async (use) => {
        const organisation = await this.organisations.byId(use.organisationId);
        const matter = this.catalogue.matter(use.matterCode);
        return {
          useId: use.id,
          usedAt: use.usedAt.toISOString(),
          organisation: {
            name: organisation?.name ?? { 'zh-CN': '', en: '' },
            creditCode: organisation?.creditCode ?? '',
          },
          matter: { code: use.matterCode, name: matter?.name ?? { 'zh-CN': use.matterCode, en: use.matterCode } },
          identifiers: use.identifiers,
          fields: use.fields,
        };
      }),
    );
  }
}
