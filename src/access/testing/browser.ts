import { createHash, randomBytes } from 'node:crypto';

/** As much of a browser as a sign-in needs: cookies with their paths, and redirects followed one by one. */
export class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  async go(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const body = form && new URLSearchParams(form);
    const answer = await fetch(url, { redirect: 'manual', method: form ? 'POST' : 'GET', headers: { cookie }, body });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    this.cookies.set(name, { value: pair.slice(name.length + 1), path });
  }
}

export function newPkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function authorizeUrl(baseUrl: string, parameters: Record<string, string>): string {
  const url = new URL(`${baseUrl}/oauth/authorize`);
  const all = {
    client_id: 'citizen-app',
    redirect_uri: `${baseUrl}/citizen/callback`,
    response_type: 'code',
    scope: 'holder',
    state: 'a state',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url.href;
}

/** Signs in up to the redirect to the citizen page; answers its address. */
export async function signIn(baseUrl: string, login: string, password: string, challenge: string): Promise<URL> {
  const browser = new Browser();
  const start = await browser.go(authorizeUrl(baseUrl, { code_challenge: challenge, code_challenge_method: 'S256' }));
  const form = new URL(start.headers.get('location') ?? '', baseUrl);
  await browser.go(form.href);
  const submitted = await browser.go(form.href, { login, password });
  const resumed = await browser.go(submitted.headers.get('location') ?? '');
  return new URL(resumed.headers.get('location') ?? '');
}
