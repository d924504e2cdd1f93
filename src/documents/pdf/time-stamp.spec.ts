import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { describeWithTools } from '../../../test/support/tools.js';
import { householdRegisterType } from '../../entry/demo/world/types/household-register.js';
import type { PdfSigner } from './input.js';
import { makePdf } from './make-pdf.js';
import { replyBy, requestOver } from './testing/forged-stamp.js';
import { carrierSigner, printed, signatureOf } from './testing/pdf.fixture.js';
import { TimeStampAuthority } from './testing/time-stamp-authority.js';
import { TimeStampUnavailable, timeStamper } from './time-stamp.js';

describeWithTools('the time stamp of a PDF, by openssl ts', ['openssl'], () => {
  const authority = new TimeStampAuthority();
  const data = Buffer.from('signature');
  const now = () => Date.now();
  let url: string;
  let signer: PdfSigner;

  beforeAll(async () => {
    url = await authority.start();
    signer = await carrierSigner();
  });
  afterEach(() => {
    authority.answer = undefined;
  });
  afterAll(() => authority.stop());

  /** What the signer info of a PDF has unsigned, and the value of its signature. */
  const stampIn = (pdf: Uint8Array) => {
    const { cms } = signatureOf(Buffer.from(pdf));
    const signed = new pki.SignedData({ schema: pki.ContentInfo.fromBER(new Uint8Array(cms)).content });
    const { unsignedAttrs, signature } = signed.signerInfos[0]!;
    const attributes = unsignedAttrs?.attributes.map(({ type, values }) => ({
      type,
      values: values as asn1.Sequence[],
    }));
    return { attributes, signature: Buffer.from(signature.valueBlock.valueHexView), length: cms.length };
  };

  it('is the signature’s one unsigned attribute, and openssl ts verifies it over the signature’s value', async () => {
    const made = await makePdf(printed(householdRegisterType, '云渡市公安局'), {
      ...signer,
      timeStamp: timeStamper({ url, now }),
    });
    if (!made.ok) throw new Error(made.code);
    const { attributes, signature, length } = stampIn(made.value);
    expect(attributes).toMatchObject([{ type: '1.2.840.113549.1.9.16.2.14', values: [{}] }]);
    const token = Buffer.from(attributes![0]!.values[0]!.toBER());
    // Two certificates of RSA-4096 in it.
    expect(length).toBeGreaterThan(4_000);
    expect(length).toBeLessThan(12_000);
    const [tokenFile, dataFile] = ['token.der', 'signature'].map((name) => join(authority.folder, name)) as [
      string,
      string,
    ];
    writeFileSync(tokenFile, token);
    const verify = (value: Uint8Array) => {
      writeFileSync(dataFile, value);
      const args = ['ts', '-verify', '-data', dataFile, '-in', tokenFile, '-token_in', '-CAfile', authority.ca];
      try {
        return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
      } catch (fault) {
        return String(fault);
      }
    };
    expect(verify(signature)).toBe('Verification: OK');
    expect(verify(createHash('sha256').update(signature).digest())).not.toContain('OK');
  });

  it('is not asked for where there is no authority', async () => {
    const made = await makePdf(printed(householdRegisterType, '云渡市公安局'), signer);
    if (!made.ok) throw new Error(made.code);
    expect(stampIn(made.value).attributes).toBeUndefined();
  });

  const refusal = async (at = now): Promise<string> => {
    const stamp = timeStamper({ url, now: at, timeoutMs: 2_000 })(data);
    await expect(stamp).rejects.toBeInstanceOf(TimeStampUnavailable);
    return stamp.then(String, (fault: Error) => fault.message);
  };
  const answering = (work: (request: Buffer) => Buffer | Promise<Buffer>) => {
    authority.answer = async (request, response) => void response.end(await work(request));
  };

  it('is taken for this question alone', async () => {
    const other = await authority.reply(requestOver('other'));
    answering(() => other);
    expect(await refusal()).toContain('over other data');
    const earlier = await authority.reply(requestOver('signature'));
    answering(() => earlier);
    expect(await refusal()).toContain('answers another question');
  });

  it('is not taken when it tells another time than ours', async () => {
    for (const hours of [-1, 1]) expect(await refusal(() => Date.now() + hours * 3_600_000)).toContain('another time');
  });

  it('is not taken from a certificate for something else, nor with a byte of its signature changed', async () => {
    answering((request) => replyBy(signer, request));
    expect(await refusal()).toContain('for something else');
    answering(async (request) => {
      const reply = await authority.reply(request);
      reply[reply.length - 1]! ^= 1;
      return reply;
    });
    expect(await refusal()).toContain('not signed by the certificate in it');
  });

  it('is not taken from a refusal, from garbage and from another status', async () => {
    answering((request) => authority.reply(request.subarray(0, 20)));
    expect(await refusal()).toContain('no token');
    answering(() => Buffer.from('<html>'));
    expect(await refusal()).toContain('no token');
    authority.answer = (_, response) => void response.writeHead(503).end();
    expect(await refusal()).toContain('503');
    authority.answer = (_, response) => void response.writeHead(302, { location: url }).end();
    expect(await refusal()).toContain('does not answer');
  });

  it('is waited for no longer than is said, and read no further than a token goes', async () => {
    authority.answer = () => undefined;
    expect(await refusal()).toContain('does not answer');
    authority.answer = (_, response) => void response.end(Buffer.alloc(13_000));
    expect(await refusal()).toContain('more than 12288 bytes');
  });

  it('leaves no PDF behind when there is none', async () => {
    authority.answer = (_, response) => void response.writeHead(500).end();
    const stamped = { ...signer, timeStamp: timeStamper({ url, now }) };
    const making = makePdf(printed(householdRegisterType, '云渡市公安局'), stamped);
    await expect(making).rejects.toBeInstanceOf(TimeStampUnavailable);
  });
});
