import type { IssuedLicence } from './licences.js';
import { type Answer, type Demo, eventually } from './registry.js';

async function given(demo: Demo, { token }: Pick<IssuedLicence, 'token'>, path: string): Promise<Buffer> {
  return eventually(async () => {
    const answer = await fetch(`${demo.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200 && answer.status !== 202) throw new Error(`${path}: ${answer.status} ${bytes}`);
    return answer.status === 200 && bytes;
  }, 60_000);
}

/** A carrier of a licence, once it is made. */
export const carrierOf = (demo: Demo, licence: IssuedLicence, kind: string): Promise<Buffer> =>
  given(demo, licence, `/v1/licences/${licence.identifier}/carriers/${kind}`);

/** The text of a licence file around a carrier. */
export const licenceFileOf = async (demo: Demo, licence: IssuedLicence, kind: string): Promise<string> =>
  (await given(demo, licence, `/v1/licences/${licence.identifier}/licence-file?carrier=${kind}`)).toString();

/** Brings a file to be verified. */
export async function upload(baseUrl: string, content: string | Buffer): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([content as never]), 'licence');
  const answer = await fetch(`${baseUrl}/v1/verifications`, { method: 'POST', body: form });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}
