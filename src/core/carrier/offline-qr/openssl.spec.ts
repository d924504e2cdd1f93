import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, expect, it } from '@jest/globals';
import { describeWithTools } from '../../../../test/support/tools.js';
import { fromBase45 } from './base45.js';
import { madeText, newCarrierKey, specimenInput } from './testing/specimen.js';

const folder = mkdtempSync(join(tmpdir(), 'offline-qr-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a stranger does with the text: inflate, cut the four parts by their lengths, build the Sig_structure by hand. */
function takeApart(text: string) {
  const message = Buffer.from(inflateSync(fromBase45(text.slice(5)) as Uint8Array));
  // d2 84, 4d (13 bytes of header), a0, 58 nn (payload) … 58 40 (signature)
  expect(message.subarray(0, 3).toString('hex')).toBe('d2844d');
  expect(message.subarray(16, 18).toString('hex')).toBe('a058');
  const header = message.subarray(2, 16);
  const payload = message.subarray(17, message.length - 66);
  const signature = message.subarray(-64);
  const structure = Buffer.concat([
    Buffer.from([0x84, 0x6a]),
    Buffer.from('Signature1'),
    header,
    Buffer.from([0x40]),
    payload,
  ]);
  return { structure, signature };
}

/** r ‖ s as the DER that OpenSSL reads. */
function der(signature: Buffer): Buffer {
  const integers = [signature.subarray(0, 32), signature.subarray(32)].map((bytes) => {
    let start = 0;
    while (bytes[start] === 0) start++;
    const body = bytes.subarray(start);
    const positive = (body[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), body]) : body;
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function openssl(pem: string, data: Buffer, signature: Buffer): string {
  const write = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const files = ['-verify', write('key.pem', pem), '-signature', write('signature.der', der(signature))];
  try {
    const options = { encoding: 'utf8', stdio: 'pipe' } as const;
    return execFileSync('openssl', ['dgst', '-sha256', ...files, write('data', data)], options).trim();
  } catch (fault) {
    return (fault as { stdout?: string }).stdout?.trim() ?? String(fault);
  }
}

describeWithTools('OpenSSL on an offline code', ['openssl'], () => {
  const key = newCarrierKey();

  it('accepts the signature over the Sig_structure of the message', () => {
    const { structure, signature } = takeApart(madeText(specimenInput, key));
    expect(openssl(key.pem, structure, signature)).toBe('Verified OK');
  });

  it('refuses it over another structure', () => {
    const { structure, signature } = takeApart(madeText(specimenInput, key));
    structure[structure.length - 1]! ^= 1;
    expect(openssl(key.pem, structure, signature)).toMatch(/^Verification failure/i);
  });
});
