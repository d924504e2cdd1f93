import type { JsonObject } from '../../json/index.js';

/** The first context of every credential of VCDM 2.0. */
export const w3cCredentialsContext = 'https://www.w3.org/ns/credentials/v2';

/** Where a registry serves {@link licenceContext}, behind its identity. The content at this address never changes. */
export const licenceContextPath = '/contexts/licence/v1';

const term = (name: string) => `urn:elicence:terms:v1:${name}`;
const textTerm = (name: string) => ({ '@id': term(name), '@type': 'http://www.w3.org/2001/XMLSchema#string' });

/**
 * The pinned JSON-LD context of version 1: every term that a licence's credential has beyond those of VCDM 2.0. Printed
 * fields are a JSON literal, since their names belong to the licence's type and not to a vocabulary.
 */
export const licenceContext: JsonObject = {
  '@context': {
    '@version': 1.1,
    '@protected': true,
    LicenceCredential: term('LicenceCredential'),
    masterDigest: textTerm('masterDigest'),
    issuanceDate: { '@id': term('issuanceDate'), '@type': 'http://www.w3.org/2001/XMLSchema#date' },
    licenceType: { '@id': term('licenceType'), '@type': '@id' },
    licenceNumber: textTerm('licenceNumber'),
    holders: { '@id': term('holders'), '@container': '@list' },
    holderKind: textTerm('holderKind'),
    codeType: textTerm('codeType'),
    code: textTerm('code'),
    faceData: { '@id': term('faceData'), '@type': '@json' },
  },
};
