import type { StatusCode } from '../codes.js';
import { advice, quiet, type TextsFor } from './text.js';

/** Texts about what the registry says of the licence. */
export const statusTexts: TextsFor<StatusCode> = {
  'status-active': quiet('证照状态正常。', 'The registry stands by the licence.'),
  'status-suspended': advice(
    ['证照已被暂扣（暂停使用）。', '暂不可使用；请持证人联系发证单位。'],
    ['The licence is suspended.', 'It may not be used for now; the holder should ask the issuing authority.'],
  ),
  'status-rescinded': advice(
    ['证照已被撤销。', '不可使用；请持证人联系发证单位。'],
    ['The licence was rescinded: it should not have been granted.', 'Don’t accept it; refer to the issuing authority.'],
  ),
  'status-revoked': advice(
    ['证照已被吊销。', '不可使用；请持证人联系发证单位。'],
    ['The licence was revoked.', 'Don’t accept it; refer to the issuing authority.'],
  ),
  'status-cancelled': advice(
    ['证照已注销。', '不可使用；如仍需要，请重新申请。'],
    ['The licence was cancelled.', 'Don’t accept it; the holder may apply anew.'],
  ),
  'status-superseded': advice(
    ['证照已换发新版本，此版本失效。', '请持证人出示新版本。'],
    ['A newer version has replaced this one.', 'Ask the holder for the newer version.'],
  ),
  'status-transferred': advice(
    ['证照已办理转出。', '请向转入地查验。'],
    ['The licence was transferred to another registry.', 'Verify it with the registry it moved to.'],
  ),
  'status-invalid': advice(
    ['证照已失效。', '不可使用；原因请联网查验或联系发证单位。'],
    ['The licence is no longer valid.', 'Don’t accept it; verify online or ask the issuing authority for the reason.'],
  ),
  'status-unknown-to-registry': advice(
    ['登记系统中没有这份证照。', '请勿采信；向发证单位核实。'],
    ['The registry does not hold this licence.', 'Don’t rely on it; ask the issuing authority.'],
  ),
  'status-contradicts-log': advice(
    [
      '登记系统查不到这份证照，但其存证日志中有记录，两者矛盾。',
      '请稍后重试；仍如此时请告知登记机构，并向发证单位核实。',
    ],
    [
      'The registry does not hold this licence, and yet its own log does: the two contradict each other.',
      'Try again in a while; if it stays so, tell the registry and ask the issuing authority.',
    ],
  ),
  'status-unavailable': advice(
    ['暂时查不到证照状态。', '请稍后重试。'],
    ['The status can’t be had at the moment.', 'Try again in a while.'],
  ),
  'status-token-invalid': advice(
    ['取得的状态凭据无效或已过期。', '请重新获取状态凭据，或联网查验。'],
    ['The status token can’t be believed or has expired.', 'Fetch a fresh status token, or verify online.'],
  ),
  'status-too-old': advice(
    ['状态信息过旧。', '请联网更新状态后重试。'],
    ['What is known of the status is too old.', 'Refresh the status online and try again.'],
  ),
  'status-of-another-time': advice(
    ['现有状态信息不能说明所查时刻的状态。', '请查验当前状态，或向发证单位查询当时的状态。'],
    [
      'What is known of the status does not tell how it was at that moment.',
      'Ask for the present moment, or ask the issuing authority about that one.',
    ],
  ),
};
