import type { CheckText } from '../verification/index.js';
import type { TrustBundleRefusal } from './trust-bundle.js';

const renew: [string, string] = ['请联网重新获取信任包。', 'Go online and fetch the trust bundle again.'];

function renewing(chinese: string, english: string): CheckText {
  return told([chinese, renew[0]], [english, renew[1]]);
}

function forged(chinese: string, english: string): CheckText {
  return told(
    [chinese, '请勿使用；直接向登记机构重新获取，并核对所配置的信任根。'],
    [english, 'Don’t use it; fetch it from the registry itself, and check the trust root that is configured.'],
  );
}

function told(chinese: [string, string], english: [string, string]): CheckText {
  return { 'zh-CN': { says: chinese[0], next: chinese[1] }, en: { says: english[0], next: english[1] } };
}

/** What every refusal of a trust bundle says in zh-CN and en, and what to do next. */
export const trustBundleTexts: Record<TrustBundleRefusal, CheckText> = {
  'trust-bundle-too-large': renewing('信任包超过允许的大小。', 'The trust bundle is larger than any that is read.'),
  'trust-bundle-malformed': renewing('信任包格式不正确，或已损坏。', 'The trust bundle is malformed or damaged.'),
  'trust-bundle-wrong-type': renewing('该文件不是信任包。', 'The file is no trust bundle.'),
  'trust-bundle-trust-list': forged(
    '信任包内的信任列表不可信：未由所配置的信任根签名，或已过期。',
    'The trust list inside is not believed: the configured root did not sign it, or it has expired.',
  ),
  'trust-bundle-unknown-key': forged(
    '信任包的签名密钥不是信任列表中的状态密钥。',
    'The trust bundle is signed with a key that the trust list does not name for it.',
  ),
  'trust-bundle-signature': forged('信任包的签名无效。', 'The signature of the trust bundle is wrong.'),
  'trust-bundle-of-another-registry': forged(
    '信任包属于另一登记机构。',
    'The trust bundle is of another registry than its trust list.',
  ),
  'trust-bundle-not-yet-issued': told(
    ['信任包的签发时间晚于本机时间。', '请校准本机时间后重试。'],
    ['The trust bundle is younger than the clock of this device.', 'Set the clock of this device right and try again.'],
  ),
  'trust-bundle-expired': renewing('信任包已过期。', 'The trust bundle has expired.'),
  'trust-bundle-older-than-seen': renewing(
    '信任包比已使用过的更旧。',
    'The trust bundle is older than one that was used before.',
  ),
  'trust-bundle-status-list': forged(
    '信任包内的状态列表不是登记机构的，或在签发信任包时已失效。',
    'A status list inside is not the registry’s own, or was not good when the bundle was made.',
  ),
  'trust-bundle-anchor': forged('信任包内的锚定声明格式不正确。', 'A statement of an anchor inside is malformed.'),
  'trust-bundle-checkpoint': forged(
    '信任包内的日志检查点不是受信日志签发。',
    'The checkpoint inside is not signed by a log that the trust list names.',
  ),
};
