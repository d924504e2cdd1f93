import type { HistoryCode } from '../codes.js';
import { advice, type TextsFor } from './text.js';

/** Texts about how it was at a moment in the past. */
export const historyTexts: TextsFor<HistoryCode> = {
  'history-begins-later': advice(
    ['登记系统的版本记录始于所查时刻之后。', '请查询较晚的时刻，或向发证单位查询当时的情况。'],
    [
      'The registry’s record of versions begins after that moment.',
      'Ask about a later moment, or ask the issuing authority about that one.',
    ],
  ),
  'history-unproven': advice(
    ['没有可信的版本证明能说明所查时刻的情况。', '请稍后重试，或查询当前状态。'],
    ['How it was at that moment is not proven by versions of the record.', 'Try again in a while, or ask for now.'],
  ),
};
