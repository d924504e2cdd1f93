/** Address of a status list, the `uri` in a master's `status` and the `sub` of its token. */
export const statusListUri = (identity: string, list: number): string => `${identity}/status-lists/${list}`;

/** `iss` of an authority's masters, as the trust list has it. */
export const issuerUri = (identity: string, creditCode: string): string => `${identity}/authorities/${creditCode}`;

/** What a licence's QR opens; the code stays in the fragment, out of every log. */
export const verificationUrl = (baseUrl: string, identifier: string, code: string): string =>
  `${baseUrl}/v/${identifier}#${code}`;
