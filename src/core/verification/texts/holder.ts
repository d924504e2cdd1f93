import type { HolderCode } from '../codes.js';
import { advice, quiet, type TextsFor } from './text.js';

function again(chinese: string, english: string) {
  return advice([chinese, '请持证人重新亮证。'], [english, 'Ask the holder to present it anew.']);
}

/** Texts about key binding. */
export const holderTexts: TextsFor<HolderCode> = {
  'holder-binding-not-used': quiet('该证照不使用持证人密钥。', 'The licence is not bound to a key of its holder.'),
  'holder-bound': quiet('出示者持有证照绑定的密钥。', 'The one who presents it holds the licence’s key.'),
  'key-binding-not-asked': advice(
    ['未要求出示者证明持有密钥。', '需要时请发起带随机数的亮证请求。'],
    ['Possession of the holder’s key was not asked for.', 'Where it matters, ask for a presentation with a nonce.'],
  ),
  'key-binding-without-key': again(
    '证照未绑定密钥，却附有密钥证明。',
    'A key binding came along, though the licence names no key.',
  ),
  'key-binding-missing': again('缺少持证人密钥证明。', 'The proof of the holder’s key is missing.'),
  'key-binding-malformed': again('持证人密钥证明格式不正确。', 'The proof of the holder’s key is malformed.'),
  'key-binding-signature-wrong': again('持证人密钥证明签名无效。', 'The proof is not signed by the holder’s key.'),
  'key-binding-of-another-request': again('密钥证明针对的是另一次请求。', 'The proof was made for another request.'),
  'key-binding-of-another-presentation': again(
    '密钥证明针对的是另一次出示的内容。',
    'The proof was made for another set of disclosures.',
  ),
  'key-binding-not-fresh': again('密钥证明已过时。', 'The proof is not fresh.'),
};
