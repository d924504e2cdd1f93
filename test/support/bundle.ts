import { ask, type Demo, eventually } from './registry.js';

/** Resolves when the registry serves a trust bundle that was made after a moment, in seconds since 1970. */
export async function bundleAfter(demo: Demo, moment: number): Promise<void> {
  await eventually(async () => {
    const { status, body } = await ask(demo.baseUrl, '/log/trust-bundle');
    if (status !== 200) return false;
    const { iat } = JSON.parse(Buffer.from(String(body).split('.')[1]!, 'base64url').toString()) as { iat: number };
    return iat > moment;
  }, 60_000);
}
