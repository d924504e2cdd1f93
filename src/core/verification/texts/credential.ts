import type { CommonCode, IntegrityCode, ValidityCode } from '../codes.js';
import { advice, quiet, type TextsFor } from './text.js';

/** Texts about the credential itself and what every check needs. */
export const credentialTexts: TextsFor<CommonCode | IntegrityCode | ValidityCode> = {
  'clock-in-doubt': advice(
    ['查验系统的时钟与数据库的时钟不一致，此项未能核验。', '请稍后重试；仍如此时请告知登记机构。'],
    [
      'The clocks of the verifier and of the registry disagree, and this depends on which of them is right.',
      'Try again in a while; if it stays so, tell the registry.',
    ],
  ),
  'credential-unreadable': advice(
    ['证照文件无法读取，此项未能核验。', '请持证人重新出示原始证照文件。'],
    ['The credential can’t be read, so this could not be checked.', 'Ask the holder for the original file again.'],
  ),
  'trust-list-unavailable': advice(
    ['暂时取不到信任列表，此项未能核验。', '请检查网络后重试；离线核验请先更新信任包。'],
    [
      'The trust list can’t be had, so this could not be checked.',
      'Check the network and try again; for offline use renew the trust bundle first.',
    ],
  ),
  'trust-list-invalid': advice(
    ['取得的信任列表不可信，此项未能核验。', '请勿采信本次结果；核对信任根配置并重新获取信任列表。'],
    [
      'The trust list that was fetched can’t be believed, so this could not be checked.',
      'Check the configured trust root and fetch the trust list again.',
    ],
  ),
  'trust-list-expired': advice(
    ['信任列表已过期，此项未能核验。', '请更新信任列表或信任包后重试。'],
    ['The trust list has expired, so this could not be checked.', 'Renew the trust list or bundle and try again.'],
  ),
  'trust-list-too-old': advice(
    ['信任列表取得的时间过久，此项未能核验。', '请联网更新信任列表或信任包后重试。'],
    [
      'The trust list was fetched too long ago for this policy, so this could not be checked.',
      'Go online and renew the trust list or bundle, then try again.',
    ],
  ),
  intact: quiet('内容与签发时一致，签名有效。', 'The content is as it was signed.'),
  'credential-malformed': advice(
    ['文件不是本系统的电子证照，或已损坏。', '请持证人重新出示原始证照文件，勿使用截图或转存内容。'],
    ['This is no e-licence of this registry, or it is damaged.', 'Ask the holder for the original file, not a copy.'],
  ),
  'algorithm-not-accepted': advice(
    ['签名所用算法不在所选查验策略允许的范围内。', '请核对所用策略；确需采信时换用接受该算法的策略重新查验。'],
    [
      'It is signed with an algorithm that the policy doesn’t accept.',
      'Check which algorithms the policy must accept, and verify again under one that accepts this.',
    ],
  ),
  'disclosure-wrong': advice(
    ['所出示的照面信息与签发内容不符，可能被改动。', '请勿采信；请持证人重新出示，或凭证照标识联网查验。'],
    [
      'What is disclosed is not what was signed: it may have been altered.',
      'Don’t rely on it; ask for a new presentation, or verify online by the identifier.',
    ],
  ),
  'signing-certificate-unknown': advice(
    ['签名所用证书不在信任列表中，签名无法成立。', '请勿采信；向发证单位核实。'],
    ['It is signed with a certificate that nobody vouches for.', 'Don’t rely on it; ask the issuing authority.'],
  ),
  'signature-wrong': advice(
    ['签名无效：内容被改动，或并非该单位签发。', '请勿采信；向发证单位核实。'],
    [
      'The signature is wrong: the content was altered or the authority never signed it.',
      'Don’t rely on it; ask the issuing authority.',
    ],
  ),
  'identifier-not-expected': advice(
    ['出示的证照与所扫描的证照标识不是同一份。', '请重新扫描，并要求出示同一份证照。'],
    ['The credential is not of the licence that was asked about.', 'Scan again and ask for that very licence.'],
  ),
  'in-force': quiet('在有效期内。', 'The moment lies within the licence’s dates.'),
  'not-yet-issued': advice(
    ['在所查时刻，该证照尚未签发。', '请核对查验时刻和设备时间。'],
    ['At that moment the licence had not been issued.', 'Check the moment asked for and the clock of this device.'],
  ),
  'not-yet-valid': advice(
    ['证照尚未生效。', '请在生效日期之后使用。'],
    ['The licence is not valid yet.', 'Use it from its first day of validity on.'],
  ),
  expired: advice(
    ['证照已过有效期。', '请持证人向发证单位办理延续或换发。'],
    ['The licence has expired.', 'The holder may ask the issuing authority to renew it.'],
  ),
};
