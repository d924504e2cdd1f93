import { type BlindIndex, normaliseCode, randomCode } from '../platform/index.js';

/** 16 characters of Crockford's base32: 80 random bits. */
export const verificationCodeLength = 16;

export const newVerificationCode = (): string => randomCode(verificationCodeLength);

/** The keyed digest under which a verification code is found, however it is spelled; undefined when it is no such code. */
export function verificationCodeDigest(index: BlindIndex, code: string): Buffer | undefined {
  const normal = normaliseCode(code, verificationCodeLength);
  return normal === undefined ? undefined : index.digest('verification-code', normal);
}
