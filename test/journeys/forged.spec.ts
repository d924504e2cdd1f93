import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import {
  assembleMaster,
  type Evidence,
  finishMaster,
  formatLicenceIdentifier,
  type MasterInput,
  parseLicenceIdentifier,
} from '../../src/core/index.js';
import type { Keystore } from '../../src/signing/index.js';
import { type Gathered, gatherEvidence, openKeysOf, payloadOf, toldByApi, toldByCore } from '../support/evidence.js';
import { issueExample } from '../support/licences.js';
import type { Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let keystore: Keystore;
let evidence: Gathered;

beforeAll(async () => {
  const registry = await sharedRegistry();
  demo = registry.demo;
  keystore = openKeysOf(registry.folder);
  evidence = await gatherEvidence(demo, await issueExample(demo, 0));
}, 240_000);

const byApi = (body: Record<string, unknown>) => toldByApi(demo, body);
const byCore = (change: Partial<Evidence>) => toldByCore({ ...evidence, ...change });

describe('a genuine key of one authority', () => {
  let input: MasterInput;

  beforeAll(() => {
    const payload = payloadOf(evidence.credential);
    const { idx: index, uri } = payload.status.status_list;
    input = {
      issuer: payload.iss,
      vct: payload.vct,
      identifier: payload.licence_id,
      x5c: x5cOf(0),
      issuedAt: payload.iat,
      issuanceDate: payload.issuance_date,
      status: { uri, index },
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '某某' }],
      faceData: { name: '某某' },
    };
  });

  const keyOf = (n: number) => {
    const departments = demo.clients.filter((client) => client.role === 'department');
    return keystore.ec(`authority/${departments[n]!.organisation.creditCode}`);
  };
  const x5cOf = (n: number) => [...keyOf(n).certificates];
  const forged = (change: Partial<MasterInput>, signer: number): string => {
    const { signingInput, disclosures } = assembleMaster(
      { ...input, ...change },
      { salt: () => randomBytes(16), crypto: nobleCrypto },
    );
    return finishMaster(signingInput, keyOf(signer).sign(Buffer.from(signingInput)), disclosures);
  };
  const issuerOf = (n: number) => input.issuer.replace(/[^/]+$/, keyOf(n).name.replace('authority/', ''));

  it('is taken for its own name', () => {
    expect(byCore({ credential: forged({}, 0) })).toMatchObject({
      integrity: 'passed intact',
      issuer: 'passed issuer-confirmed',
      attestation: 'failed receipt-of-another-licence',
    });
  });

  it.each<[string, () => string, string, string]>([
    [
      'under its own certificate and another name',
      () => forged({ x5c: x5cOf(1) }, 1),
      'issuer',
      'failed certificate-of-another-issuer',
    ],
    [
      'under its own name, for an identifier of another',
      () => forged({ x5c: x5cOf(1), issuer: issuerOf(1) }, 1),
      'issuer',
      'failed identifier-of-another-authority',
    ],
    ['under the certificate of another', () => forged({}, 1), 'integrity', 'failed signature-wrong'],
    [
      'for a type that only another may issue',
      () => {
        const issuerCode = keyOf(1).name.replace('authority/', '');
        const parts = parseLicenceIdentifier(input.identifier);
        if (!parts.ok) throw new Error(parts.code);
        const identifier = formatLicenceIdentifier({ ...parts.value, issuerCode });
        return forged({ x5c: x5cOf(1), issuer: issuerOf(1), identifier }, 1);
      },
      'right-to-issue',
      'failed right-not-held',
    ],
  ])('fails %s', async (_how, make, check, saying) => {
    const credential = make();
    expect(byCore({ credential })).toMatchObject({ verdict: 'invalid', [check]: saying });
    const api = await byApi({ credential });
    expect(api).toMatchObject({ verdict: 'invalid', [check]: saying, status: 'failed status-unknown-to-registry' });
  });

  it('does not make a licence that the registry never held', async () => {
    expect(await byApi({ credential: forged({}, 0) })).toMatchObject({
      verdict: 'invalid',
      integrity: 'passed intact',
      issuer: 'passed issuer-confirmed',
      status: 'failed status-unknown-to-registry',
    });
  });

  it('the status key signs no licence, nor does the promise key a status token', async () => {
    const [header, body] = evidence.status.token.split('.');
    const signature = keystore.ec('promise').sign(Buffer.from(`${header}.${body}`));
    const token = `${header}.${body}.${Buffer.from(signature).toString('base64url')}`;
    const asOf = new Date().toISOString();
    expect(byCore({ status: { from: 'token', token, asOf } })).toMatchObject({
      verdict: 'indeterminate',
      status: 'indeterminate status-token-invalid',
    });
    expect(await byApi({ credential: `${evidence.status.token}~` })).toMatchObject({
      verdict: 'invalid',
      integrity: expect.stringMatching(/^failed /),
    });
  });
});
