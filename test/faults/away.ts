import { deflateSync } from 'node:zlib';
import { readAnchored } from '../../src/attestation/read-anchored.js';
import { choosePolicy, type Evidence, encodeStatusList, type StatusEvidence, verify } from '../../src/core/index.js';
import { nodeCrypto, rfc3339 } from '../../src/platform/index.js';
import { signStatusToken } from '../../src/status/status-token.js';
import { policies, type Told } from './ask.js';
import type { Scene } from './fault.js';

/** A status list as it comes to a verifier who has trust list, receipt and chain, and no registry that he could ask. */
export interface StatusFault {
  fault: string;
  /** Undefined when it can't be had. The values are those of the list by now. */
  token(scene: Scene, good: { claims: Claims; token: string }): string | undefined;
}

type Claims = Parameters<typeof signStatusToken>[0];

const status = ({ world }: Scene) => world.registry.keystore.ec('status');
const second = () => Math.floor(Date.now() / 1000);

export const ofStatusList: readonly StatusFault[] = [
  { fault: 'all is well', token: (_scene, { token }) => token },
  { fault: 'down: it can’t be had', token: () => undefined },
  {
    fault: 'stale: 90 seconds old, past its time to live and before its end',
    token: (scene, { claims }) => signStatusToken({ ...claims, issuedAt: second() - 90 }, status(scene)),
  },
  {
    fault: 'stale: past its end',
    token: (scene, { claims }) => signStatusToken({ ...claims, issuedAt: second() - 3_600 }, status(scene)),
  },
  {
    fault: 'wrong: of another list',
    token: (scene, { claims }) => signStatusToken({ ...claims, uri: `${claims.uri}9` }, status(scene)),
  },
  {
    fault: 'wrong: signed by another key',
    token: (scene, { claims }) =>
      signStatusToken(claims, { ...scene.world.registry.keystore.ec('promise'), keyId: status(scene).keyId }),
  },
  {
    fault: 'wrong: of a moment to come',
    token: (scene, { claims }) => signStatusToken({ ...claims, issuedAt: second() + 3_600 }, status(scene)),
  },
  {
    fault: 'wrong: too short for the licence’s place',
    token: (scene, { claims }) =>
      signStatusToken({ ...claims, list: encodeStatusList(new Uint8Array(4), 2, deflateSync) }, status(scene)),
  },
  { fault: 'wrong: cut short', token: (_scene, { token }) => token.slice(0, token.length / 2) },
];

/** What the stranger finds about both licences. */
export async function asStranger(scene: Scene, one: StatusFault): Promise<Told[]> {
  const { world, genuine, revoked } = scene;
  await world.publishStatus();
  const [{ token: good }] = (await world.tamper('select token from status_token')) as [{ token: string }];
  const [{ jws }] = (await world.tamper('select jws from trust_list order by number desc limit 1')) as [
    { jws: string },
  ];
  const {
    sub: uri,
    iat: issuedAt,
    ttl,
    status_list: list,
  } = JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString());
  const { anchors } = await readAnchored(world.ledgerChain);
  const asOf = rfc3339(Date.now());
  const token = one.token(scene, { claims: { uri, issuedAt, ttl, list }, token: good });
  const told: StatusEvidence =
    token === undefined ? { unavailable: 'no network', asOf } : { from: 'token', token, asOf };
  return [
    { subject: 'genuine' as const, shown: genuine },
    { subject: 'revoked' as const, shown: revoked },
  ].flatMap(({ subject, shown }) => {
    const evidence: Evidence = {
      credential: shown.credential,
      trust: { jws, root: world.root.publicKey, asOf },
      status: told,
      receipt: { value: shown.receipt, brought: true },
      anchors: { anchors, asOf },
    };
    return Object.entries(policies).map(([name, policy]): Told => {
      const report = verify(evidence, choosePolicy(policy), Date.now(), nodeCrypto);
      const checks = Object.fromEntries(report.checks.map(({ check, outcome, code }) => [check, `${outcome} ${code}`]));
      return {
        subject,
        form: 'status list',
        policy: name as Told['policy'],
        status: 200,
        verdict: report.verdict,
        checks,
      };
    });
  });
}
