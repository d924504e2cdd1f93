import type { AttestationCode } from '../codes.js';
import { advice, quiet, type TextsFor } from './text.js';

function waiting(chinese: string, english: string) {
  return advice([chinese, '无需处理；稍后可再次查验。'], [english, 'Nothing to do; it may be verified again later.']);
}

function overdue(chinese: string, english: string) {
  return advice(
    [chinese, '请稍后重试；持续如此请联系登记机构。'],
    [english, 'Try again later; if it stays so, tell the registry.'],
  );
}

function untrue(chinese: string, english: string) {
  return advice(
    [chinese, '请勿采信此证照所载时间；请向颁发机构和监督部门核实。'],
    [english, 'Don’t rely on the dates of this licence; ask the issuing authority and whoever oversees the registry.'],
  );
}

function wrong(chinese: string, english: string) {
  return advice(
    [chinese, '请勿采信此回执；请重新获取存证回执。'],
    [english, 'Don’t rely on this receipt; fetch the licence’s receipt again.'],
  );
}

/** Texts about the log and the chain. */
export const attestationTexts: TextsFor<AttestationCode> = {
  anchored: quiet('签发记录已上链存证。', 'The licence’s event is in the log, and the log is anchored on the chain.'),
  'anchored-by-statement': quiet(
    '签发记录已上链存证，由日志声明并经见证方共同签名证明；未查询区块链节点。',
    'The licence’s event is in the log, and the log states its anchor under the signatures of witnesses; no chain node was asked.',
  ),
  'pending-with-promise': waiting('签发记录待入日志，登记机构已承诺。', 'The event is promised to be logged.'),
  'logged-not-anchored': waiting('签发记录已入日志，尚未上链。', 'The event is logged and not anchored yet.'),
  'anchor-unconfirmed': waiting(
    '签发记录已入日志，上链信息暂未能核对。',
    'The event is logged; its anchor could not be compared with the chain yet.',
  ),
  'promise-overdue': overdue('超过允许时限仍未入日志。', 'The event is not logged within the time allowed.'),
  'anchor-overdue': overdue('超过允许时限仍未上链。', 'The event is not anchored within the time allowed.'),
  'anchor-unconfirmed-overdue': overdue(
    '上链信息未能与链上核对。',
    'The anchor could not be compared with the chain, and the time allowed for that has passed.',
  ),
  'statement-not-cosigned': advice(
    ['锚定声明没有足够的见证方签名。', '请稍后重新获取锚定声明，或用区块链节点核对。'],
    [
      'The log states this anchor, and not enough witnesses have signed the statement.',
      'Fetch the statement again later, or compare it with a chain node.',
    ],
  ),
  'statements-differ': advice(
    ['日志对同一次锚定给出了两份不同的声明。', '请保存两份声明并交给监督部门；请用区块链节点核对。'],
    [
      'The log signed two different statements about one anchor.',
      'Keep both statements for whoever oversees the registry, and compare with a chain node.',
    ],
  ),
  'no-receipt': advice(
    ['没有存证回执。', '请取得该证照的存证回执后重试。'],
    ['There is no receipt.', 'Fetch the licence’s receipt and try again.'],
  ),
  'master-not-in-hand': advice(
    ['手头没有电子证照原件，无法核对其上链存证。', '联网时凭证照标识查验；离线时请持证人出示证照文件。'],
    [
      'The credential itself is not in hand, so its record in the log could not be looked up.',
      'Verify online by the identifier; offline, ask the holder for the licence file.',
    ],
  ),
  'promise-wrong': wrong('入日志承诺无效。', 'The promise to log the event is not good.'),
  'receipt-malformed': wrong('存证回执格式不正确。', 'The receipt is malformed.'),
  'receipt-of-another-licence': wrong('存证回执属于另一份证照。', 'The receipt belongs to another licence.'),
  'receipt-of-another-event': wrong(
    '存证回执不是本版本的签发记录。',
    'The receipt is of an event that did not make this version.',
  ),
  'receipt-entry-mismatch': wrong('回执中的记录与摘要不符。', 'The event in the receipt does not give its entry.'),
  'receipt-checkpoint-malformed': wrong('回执中的检查点格式不正确。', 'The checkpoint in the receipt is malformed.'),
  'receipt-checkpoint-mismatch': wrong(
    '回执与其检查点的日志大小不符。',
    'The receipt and its checkpoint speak of different tree sizes.',
  ),
  'receipt-inclusion-wrong': wrong('日志包含证明不成立。', 'The inclusion proof does not lead to the checkpoint.'),
  'checkpoint-log-unknown': wrong('检查点不是受信日志签发。', 'The checkpoint is of a log that nobody vouches for.'),
  'checkpoint-signature-wrong': wrong('检查点签名无效。', 'The checkpoint is not signed by its log.'),
  'anchor-contract-unknown': wrong(
    '上链合约不在信任列表中，或不属于该日志。',
    'The trust list names no such contract for this log.',
  ),
  'anchor-not-on-chain': wrong('链上没有这一锚定。', 'The chain has no such anchor.'),
  'anchor-root-differs': wrong('链上的根与检查点不一致。', 'The root on the chain is not the checkpoint’s.'),
  'anchor-field-differs': wrong('回执中的上链信息与链上不一致。', 'The anchor in the receipt is not as on the chain.'),
  'previous-anchor-differs': wrong(
    '回执中的前一锚定与链上不一致。',
    'The previous anchor in the receipt is not as on the chain.',
  ),
  'previous-anchor-unconfirmed': overdue(
    '回执中的前一锚定未能与链上核对。',
    'The previous anchor in the receipt could not be compared with the chain.',
  ),
  'receipt-under-later-anchor': wrong(
    '回执引用的不是首个包含该记录的锚定，无法限定签发时间。',
    'The receipt is under a later anchor than the first that holds the event, and so leaves its time open.',
  ),
  'event-after-anchor': untrue(
    '证照声称的签发时间晚于其上链时间。',
    'The licence claims to be younger than the block that holds it.',
  ),
  'back-dated': untrue(
    '证照声称的签发时间早于存证所能证明的时间：倒签。',
    'The licence claims to be older than its place in the log and on the chain allows: it is back-dated.',
  ),
  'back-dating-not-excluded': overdue(
    '证照声称的签发时间远早于其入日志时间，手头的锚定不足以判断是否倒签。',
    'The licence claims to be much older than its anchor, and the anchors at hand do not tell whether it is back-dated.',
  ),
};
