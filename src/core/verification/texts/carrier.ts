import type { CarrierCode } from '../codes.js';
import { advice, type TextsFor } from './text.js';

const master: [string, string] = [
  '请勿采信；请持证人出示电子证照原件，或凭证照标识联网查验。',
  'Don’t rely on it; ask for the e-licence itself, or verify online by the identifier.',
];

function doubtful(chinese: string, english: string) {
  return advice([chinese, master[0]], [english, master[1]]);
}

/** Texts about the carrier: the printed code, the PDF or the `vc+jwt` that was brought. */
export const carrierTexts: TextsFor<CarrierCode> = {
  'carrier-malformed': advice(
    [
      '二维码、版式文件或凭证不是本系统生成的格式，或已损坏、被改动。',
      '请重新扫描或重新下载；仍不行时凭证照标识联网查验。',
    ],
    [
      'The code, PDF or credential file has not the form that the registry gives it: damaged, or altered.',
      'Scan or download it again; if that fails, verify online by the identifier.',
    ],
  ),
  'carrier-of-another-master': doubtful(
    '载体与所附（或查得）的电子证照原件不是同一份。',
    'The carrier names another credential than the one that came with it or was found.',
  ),
  'carrier-signer-unknown': doubtful(
    '载体的签名密钥不在信任列表中。',
    'The carrier is signed with a key that nobody vouches for.',
  ),
  'carrier-signature-wrong': doubtful(
    '载体的签名无效：内容被改动，或并非登记机构生成。',
    'The carrier’s signature is wrong: it was altered, or the registry never made it.',
  ),
  'carrier-signer-compromised': advice(
    ['载体的签名密钥已被宣布失密，无法断定其真伪。', '请联网查验，或请持证人出示电子证照原件。'],
    [
      'The key that signed the carrier was declared compromised: anybody may have made it.',
      'Verify online, or ask the holder to bring the e-licence itself.',
    ],
  ),
  'carrier-signer-not-in-period': doubtful(
    '载体的签名密钥在该证照签发之前已停用，或尚未启用。',
    'The key that signed the carrier had ended before the licence was issued, or has not begun.',
  ),
  'carrier-field-differs': doubtful(
    '载体所写的内容与电子证照原件不一致。',
    'What the carrier says is not what the credential says.',
  ),
  'carrier-not-on-record': doubtful(
    '登记机构没有生成过这份载体的记录。',
    'The registry has no record of having made this carrier.',
  ),
};
