import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLicenceFile, type JsonObject } from '../../src/core/index.js';
import { Bundles } from '../../src/core/trust-bundle/testing/bundles.js';
import { at, iso, World } from '../../src/core/verification/testing/world.js';
import type { StubAnswers } from '../support/stub-registry.js';

const w = new World();
const bundles = new Bundles(w);
const { receipt } = bundles.logged;
const { credential } = w.issued;

/** Files of a verifier: root, bundles, a licence and its credential; and what its registry would answer. */
export function offlineFiles(folder: string) {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const carrier = { kind: 'sd-jwt', content: credential } as const;
  const along = { receipt: { ...receipt } as unknown as JsonObject, statusToken: null, anchors: [], made: iso(at) };
  const licence = formatLicenceFile({ carrier, ...along });
  if (!licence.ok) throw new Error(licence.code);
  const { anchors } = bundles.payload();
  const answers: StubAnswers = {
    '/.well-known/elicence-trust': bundles.trustList(),
    '/v1/verifications': () => ({ evidence: { credential, receipt, statusToken: w.statusToken(0) } }),
    '/log/anchors': ({ url = '' }) => {
      const after = Number(new URL(url, 'http://x').searchParams.get('after'));
      const sizes = bundles.logged.anchors.map(({ treeSize }) => treeSize);
      const at = sizes.findIndex((size) => size > after);
      return { items: at < 0 ? [] : [{ treeSize: sizes[at], statement: anchors[at] }], next: null };
    },
  };
  return {
    root: file('root.jwk', JSON.stringify(w.root.jwk)),
    bundle: file('bundle', bundles.sign()),
    older: file('older', bundles.sign(bundles.payload({ number: 11 }))),
    licence: file('licence.elicence', licence.value),
    credential: file('credential.sd-jwt', credential),
    answers,
  };
}
