import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { portraitLimits } from '../../catalogue/index.js';
import { greyJpeg, inBase64 } from '../../catalogue/type/portrait/testing/grey-jpeg.js';
import { crypto, deflate, newCarrierKey, specimenInput } from '../../core/carrier/offline-qr/testing/specimen.js';
import { assembleOfflineQr, formatDigest, readOfflineQr } from '../../core/index.js';
import { pictureOf, webpOf } from './codecs.js';
import { miniatureBytes, miniaturePortrait, offlineQrPortrait } from './index.js';
import { shrink } from './shrink.js';

const sizeOf = (webp: Uint8Array) => [26, 28].map((at) => webp[at]! + webp[at + 1]! * 256);
const noise = (width: number, height: number) => {
  const bytes = Array.from({ length: Math.ceil((width * height) / 8) }, (_, n) =>
    createHash('sha256').update(`${n}`).digest(),
  );
  const opaque = (value: number, at: number): number => (at % 4 === 3 ? 255 : value);
  return { width, height, data: Uint8ClampedArray.from(Buffer.concat(bytes), opaque) };
};

describe('a portrait in small', () => {
  it('keeps within its bytes and its size, and is the same each time', async () => {
    const large = await miniaturePortrait(greyJpeg(300, 480));
    expect(large.length).toBeLessThanOrEqual(miniatureBytes);
    expect(sizeOf(large)).toEqual([80, 128]);
    expect(await miniaturePortrait(greyJpeg(300, 480))).toEqual(large);
    expect(sizeOf(await miniaturePortrait(greyJpeg(60, 72)))).toEqual([60, 72]);
  });

  it('gets smaller where so few bytes hold no more, and fails where they hold nothing', async () => {
    await expect(miniaturePortrait(greyJpeg(), 40)).rejects.toThrow('no portrait fits into 40 bytes');
    const small = await webpOf(shrink(noise(120, 160), 96, 128), 1000);
    expect(small.length).toBeGreaterThan(0);
    expect(sizeOf(small)).toEqual([96, 128]);
  });

  it('is decoded and shrunk by the mean of its dots', async () => {
    const { width, height, data } = await pictureOf(greyJpeg(90, 120));
    expect([width, height, data.length]).toEqual([90, 120, 90 * 120 * 4]);
    expect([...data.subarray(0, 4)]).toEqual([128, 128, 128, 255]);
    const stripes = {
      width: 4,
      height: 2,
      data: Uint8ClampedArray.from([0, 100, 0, 100, 40, 60, 40, 60].flatMap((v) => [v, v, v, 255])),
    };
    expect([...shrink(stripes, 2, 1).data]).toEqual([50, 50, 50, 255, 50, 50, 50, 255]);
    expect(shrink(stripes, 4, 2)).toBe(stripes);
    const thirds = { width: 3, height: 1, data: Uint8ClampedArray.from([0, 90, 30].flatMap((v) => [v, v, v, 255])) };
    expect([...shrink(thirds, 2, 1).data].filter((_, at) => at % 4 === 0)).toEqual([30, 50]);
  });

  it('goes into an offline QR that names the picture it was made from', async () => {
    const definition = {
      fields: [
        { name: 'photo', label: { 'zh-CN': '照片', en: 'Portrait' }, type: 'portrait' as const, required: true },
      ],
    };
    const jpeg = greyJpeg(240, 320);
    expect(jpeg.length).toBeLessThan(portraitLimits.bytes);
    expect(await offlineQrPortrait(definition, {})).toBeUndefined();
    const portrait = await offlineQrPortrait(definition, { photo: inBase64(jpeg) });
    expect(portrait).toMatchObject({
      field: 'photo',
      digest: formatDigest(createHash('sha256').update(jpeg).digest()),
    });
    const key = newCarrierKey();
    const assembled = assembleOfflineQr({ ...specimenInput, ...(portrait && { portrait }) }, key.keyId);
    if (!assembled.ok) throw new Error(assembled.code);
    const text = assembled.value.finish(key.sign(assembled.value.signingInput), deflate);
    expect(text.ok && readOfflineQr(text.value, crypto)).toMatchObject({
      ok: true,
      value: { said: { portrait } },
    });
  });
});
