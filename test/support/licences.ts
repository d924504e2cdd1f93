import type { Receipt } from '../../src/core/index.js';
import { type Ask, ask, clientToken, type Demo, eventually } from './registry.js';

/** A licence that a journey had issued. */
export interface IssuedLicence {
  identifier: string;
  typeCode: string;
  /** Of the authority that issued it. */
  token: string;
  credential: string;
  verificationUrl: string;
  code: string;
  inclusionPromise: Record<string, unknown>;
}

/** An access token of every authority, with the types that it may issue. */
export async function authoritiesOf(demo: Demo): Promise<{ token: string; creditCode: string; typeCodes: string[] }[]> {
  const departments = demo.clients.filter((client) => client.role === 'department');
  return Promise.all(
    departments.map(async ({ organisation, typeCodes }, n) => ({
      token: await clientToken(demo, 'department', n),
      creditCode: organisation.creditCode,
      typeCodes,
    })),
  );
}

/** The body that the catalogue says would be accepted. */
export async function exampleOf(demo: Demo, token: string, typeCode: string): Promise<Record<string, unknown>> {
  const { status, body } = await ask(demo.baseUrl, `/v1/licence-types/${typeCode}`, { token });
  if (status !== 200) throw new Error(`type ${typeCode}: ${status}`);
  return body.example;
}

/** Issues a body under a new key, unless one is given. */
export async function issue(
  demo: Demo,
  token: string,
  body: Record<string, unknown>,
  more: Ask = {},
): Promise<IssuedLicence> {
  const answer = await ask(demo.baseUrl, '/v1/licences', { token, body, ...more });
  if (answer.status !== 201) throw new Error(`issue: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { identifier, carriers, verificationUrl, inclusionPromise } = answer.body;
  return {
    identifier,
    typeCode: String(body.typeCode),
    token,
    credential: carriers['sd-jwt'],
    verificationUrl,
    code: verificationUrl.slice(verificationUrl.indexOf('#') + 1),
    inclusionPromise,
  };
}

/** Issues the example of the n-th authority's first type. */
export async function issueExample(demo: Demo, n = 0): Promise<IssuedLicence> {
  const token = await clientToken(demo, 'department', n);
  const typeCode = demo.clients.filter((client) => client.role === 'department')[n]!.typeCodes[0]!;
  return issue(demo, token, await exampleOf(demo, token, typeCode));
}

/** The receipt once it names its anchor. */
export function anchoredReceipt(demo: Demo, licence: { identifier: string; token: string }): Promise<Receipt> {
  return eventually(async () => {
    const path = `/v1/licences/${licence.identifier}/receipt`;
    const { status, body } = await ask(demo.baseUrl, path, { token: licence.token });
    if (status !== 200 && status !== 202) throw new Error(`receipt: ${status} ${JSON.stringify(body)}`);
    return status === 200 && body.anchor !== null && (body as Receipt);
  }, 60_000);
}

/** What a report says, check by check: `outcome code`. */
export const sayings = (report: { checks: { check: string; outcome: string; code: string }[] }) =>
  Object.fromEntries(report.checks.map(({ check, outcome, code }) => [check, `${outcome} ${code}`]));
