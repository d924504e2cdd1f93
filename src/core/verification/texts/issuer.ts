import type { IssuerCode, RightCode } from '../codes.js';
import { advice, quiet, type TextsFor } from './text.js';

const doubtful: [string, string] = ['请勿采信；向发证单位核实。', 'Don’t rely on it; ask the issuing authority.'];

function forged(chinese: string, english: string) {
  return advice([chinese, doubtful[0]], [english, doubtful[1]]);
}

/** Texts about the issuer and its right. */
export const issuerTexts: TextsFor<IssuerCode | RightCode> = {
  'issuer-confirmed': quiet('发证单位身份已确认。', 'The issuer is who the trust list says.'),
  'certificate-not-listed': forged('签发证书不在信任列表中。', 'The issuer’s certificate is not in the trust list.'),
  'certificate-of-another-issuer': forged(
    '签发证书属于另一单位，冒用了发证单位名义。',
    'The certificate belongs to another authority than the one named as issuer.',
  ),
  'identifier-invalid': forged(
    '证照标识格式或校验位不正确。',
    'The licence identifier is malformed or its check character is wrong.',
  ),
  'identifier-of-another-authority': forged(
    '证照标识中的颁发机构与签发单位不一致。',
    'The authority inside the identifier is not the one that signed.',
  ),
  'type-not-listed': forged('信任列表中没有该证照类型。', 'The trust list does not know this licence type.'),
  'vct-of-another-type': forged(
    '凭证类型与证照标识中的证照类型不一致。',
    'The credential type does not belong to the licence type in the identifier.',
  ),
  'certificate-not-in-period': forged(
    '签发时该证书不在有效期内。',
    'The certificate was not within its period when the licence was issued.',
  ),
  'issued-after-compromise': forged(
    '签发时该单位密钥已被宣布失密。',
    'The licence was issued when the key was already declared compromised.',
  ),
  'compromise-not-excluded': advice(
    ['签发密钥后来失密，尚无失密之前的上链证明。', '请取得包含上链信息的存证回执后重试。'],
    [
      'The key was compromised later, and nothing proves that the licence is older than that.',
      'Bring a receipt with an anchor from before the compromise.',
    ],
  ),
  'right-held': quiet('签发时该单位有权签发此类证照。', 'The authority might issue this type on that day.'),
  'authority-not-listed': forged('信任列表中没有该发证单位。', 'The trust list does not know the issuing authority.'),
  'right-not-held': forged('该单位无权签发此类证照。', 'The authority has no right to issue this type.'),
  'right-not-in-period': forged(
    '签发当日该单位不具有签发此类证照的权限。',
    'The authority had no right to issue this type on that day.',
  ),
};
