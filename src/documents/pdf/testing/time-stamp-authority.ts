import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const settings = `
[tsa]
default_tsa = one
[one]
serial = SERIAL
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
ess_cert_id_chain = yes
[stamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

/** A time-stamp authority by `openssl ts` behind HTTP, its RSA keys certified as a public one's are. */
export class TimeStampAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'elicence-tsa-'));
  readonly ca = this.path('ca.pem');
  /** What is answered instead of a reply. */
  answer: ((request: Buffer, response: ServerResponse) => void | Promise<void>) | undefined;
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private count = 0;

  /** Makes keys and certificates and listens; answers its address. */
  async start(): Promise<string> {
    writeFileSync(this.path('tsa.cnf'), settings.replace('SERIAL', this.path('serial')));
    writeFileSync(this.path('serial'), '01\n');
    this.openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:4096',
      '-nodes',
      '-days',
      '3650',
      '-subj',
      '/CN=Test TSA root',
      ...[...['-keyout', this.path('ca.key'), '-out', this.ca]],
    );
    this.certify('stamps');
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The reply to a request (DER), as `openssl ts` gives it. */
  async reply(request: Buffer): Promise<Buffer> {
    this.count += 1;
    const [query, reply] = [this.path(`${this.count}.tsq`), this.path(`${this.count}.tsr`)];
    writeFileSync(query, request);
    await run('openssl', [
      ...['ts', '-reply', '-config', this.path('tsa.cnf'), '-section', 'one', '-queryfile', query, '-out', reply],
      ...['-signer', this.path('stamps.pem'), '-inkey', this.path('stamps.key'), '-chain', this.ca],
    ]);
    return readFileSync(reply);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    if (this.answer) return await this.answer(body, response);
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(await this.reply(body));
  }

  private certify(usage: string): void {
    const [key, request, certificate] = ['key', 'csr', 'pem'].map((end) => this.path(`${usage}.${end}`)) as [
      string,
      string,
      string,
    ];
    this.openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:4096',
      '-nodes',
      '-subj',
      `/CN=${usage}`,
      '-keyout',
      key,
      '-out',
      request,
    );
    this.openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      this.ca,
      '-CAkey',
      this.path('ca.key'),
      '-days',
      '3650',
      ...[...['-CAcreateserial', '-extfile', this.path('tsa.cnf'), '-extensions', usage, '-out', certificate]],
    );
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}
