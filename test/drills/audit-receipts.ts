import { type KnownAnchor, standard, verify } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/crypto/node-crypto.js';
import type { Demo } from '../support/registry.js';
import type { Api } from './api.js';
import { type LoadParts, verifyOne } from './load.js';
import { type Acknowledged, type Record, violation } from './record.js';

/** Works through items, some side by side. */
export async function each<T>(
  items: readonly T[],
  sideBySide: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
}

const departmentOf = (demo: Demo, licence: Acknowledged): number =>
  demo.clients
    .filter(({ role }) => role === 'department')
    .findIndex(({ typeCodes }) => typeCodes[0] === licence.typeCode);

/** Of every acknowledged licence: the same answer to the same request, the server's verdict, and core's upon the receipt. */
export async function auditReceipts(parts: LoadParts, anchors: readonly KnownAnchor[]): Promise<void> {
  const { demo, record, api } = parts;
  const jws = await (await fetch(demo.trust.url)).text();
  await each(record.acknowledged, 8, async (licence) => {
    await verifyOne(parts, licence);
    await repeat(api, demo, record, licence);
    const path = `/v1/licences/${encodeURIComponent(licence.identifier)}/receipt`;
    const { status, body } = await api.untilAnswered(departmentOf(demo, licence), path);
    if (status !== 200) return violation(record, `${licence.identifier}: no receipt, ${status}`);
    const now = Date.now();
    const asOf = new Date(now).toISOString();
    const evidence = {
      credential: licence.credential,
      trust: { jws, root: demo.trust.publicKey, asOf },
      status: { unavailable: 'not asked' },
      receipt: { value: body as unknown, brought: true },
      anchors: { anchors, asOf },
      expected: { identifier: licence.identifier },
    };
    const { checks } = verify(evidence, standard, now, nodeCrypto);
    const bad = checks.filter(({ check, outcome }) => !/status|holder/.test(check) && outcome !== 'passed');
    if (bad.length > 0)
      violation(record, `${licence.identifier}: ${bad.map(({ check, code }) => `${check} ${code}`).join(', ')}`);
  });
}

async function repeat(api: Api, demo: Demo, record: Record, licence: Acknowledged): Promise<void> {
  const { key, body } = licence;
  const again = await api.untilAnswered(departmentOf(demo, licence), '/v1/licences', { key, body });
  if (again.status !== 201 || again.body.identifier !== licence.identifier)
    violation(record, `the key of ${licence.identifier} answers ${again.status} ${again.body.identifier}`);
}
