/** Address of a status list, the `uri` in a master's `status` and the `sub` of its token. */
export const statusListUri = (identity: string, list: number): string => `${identity}/status-lists/${list}`;

/** `iss` of an authority's masters, as the trust list has it. */
export const issuerUri = (identity: string, creditCode: string): string => `${identity}/authorities/${creditCode}`;

/** What a licence's QR opens; the code stays in the fragment, out of every log. */
export const verificationUrl = (baseUrl: string, identifier: string, code: string): string =>
  `${baseUrl}/v/${identifier}#${code}`;

/** Addresses of the carriers that are made when they are first asked for. */
export interface CarrierLinks {
  qr: string;
  'vc-jwt': string;
  pdf: string;
  /** Of a licence whose type has a portrait. */
  'qr-photo'?: string;
}

/** Where a licence's own authority gets each carrier beside the master. */
export const carrierLinks = (baseUrl: string, identifier: string, hasPortrait: boolean): CarrierLinks => {
  const at = `${baseUrl}/v1/licences/${identifier}/carriers`;
  const links = { qr: `${at}/qr`, 'vc-jwt': `${at}/vc-jwt`, pdf: `${at}/pdf` };
  return hasPortrait ? { ...links, 'qr-photo': `${at}/qr-photo` } : links;
};
