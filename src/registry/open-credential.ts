import { openKey, openMaster } from './contents.js';
import type { PublicLicence } from './licence-lookup.js';

/** Opens the master of a licence that was found by its code. */
export class OpenCredential {
  constructor(private readonly wrapping: Buffer) {}

  /** The master, SD-JWT VC text. @throws Error for a licence that was found by its master: who brought it has it */
  open({ licenceId, sealed }: Pick<PublicLicence, 'licenceId' | 'sealed'>): string {
    if (!sealed) throw new Error('this licence was not found by its code');
    return openMaster(openKey(this.wrapping, licenceId, sealed.wrappedKey), licenceId, sealed.credential);
  }
}
