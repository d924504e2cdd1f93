import type { LicenceCommand } from './lifecycle.js';

/** A reason that an authority may give for a command. The code is stable; the texts are for people. */
export interface ReasonCode {
  code: string;
  text: { 'zh-CN': string; en: string };
}

/** The commands that need a reason: everything an authority does of its own to a licence that is there. */
export type ReasonedCommand = Exclude<LicenceCommand, 'issue' | 'supersede'>;

const other = reason('other', '其他', 'Other');

/** The reasons per command, `other` always the last. */
export const reasonCodes: Readonly<Record<ReasonedCommand, readonly ReasonCode[]>> = {
  change: [
    reason('holder-data-changed', '持证主体信息变更', 'Data of the holder changed'),
    reason('face-data-changed', '照面信息变更', 'Data on the face changed'),
    reason('data-corrected', '数据纠错', 'Data corrected'),
    reason('reported-lost', '挂失补发', 'Reported lost and reissued'),
    other,
  ],
  renew: [
    reason('validity-extended', '有效期延续', 'Validity extended'),
    reason('periodic-replacement', '到期换发', 'Replaced at the end of its period'),
    other,
  ],
  suspend: [
    reason('temporary-withholding', '暂扣', 'Withheld for a time'),
    reason('under-investigation', '立案调查', 'Under investigation'),
    reason('inspection-overdue', '逾期未检', 'Inspection overdue'),
    reason('reported-lost', '挂失', 'Reported lost'),
    reason('holder-request', '持证主体申请', 'At the holder’s request'),
    other,
  ],
  resume: [
    reason('withholding-ended', '暂扣发还', 'Withholding ended'),
    reason('investigation-closed', '调查终结', 'Investigation closed'),
    reason('inspection-passed', '检验合格', 'Inspection passed'),
    reason('found-again', '解除挂失', 'Found again'),
    reason('holder-request', '持证主体申请', 'At the holder’s request'),
    other,
  ],
  rescind: [
    reason('granted-unlawfully', '违法作出准予决定', 'Granted unlawfully'),
    reason('conditions-not-met', '不符合法定条件', 'Legal conditions were not met'),
    reason('obtained-by-fraud', '以欺骗、贿赂等不正当手段取得', 'Obtained by fraud, bribery or other improper means'),
    reason('issued-by-mistake', '误发', 'Issued by mistake'),
    other,
  ],
  revoke: [
    reason('serious-violation', '严重违法', 'Serious violation of law'),
    reason('administrative-penalty', '行政处罚', 'Administrative penalty'),
    reason('court-decision', '司法裁判', 'Decision of a court'),
    other,
  ],
  cancel: [
    reason('holder-request', '持证主体申请注销', 'At the holder’s request'),
    reason('holder-died', '持证人死亡', 'The holder died'),
    reason('organisation-dissolved', '法人或其他组织终止', 'The organisation was dissolved'),
    reason('period-ended', '有效期届满未延续', 'Its period ended without renewal'),
    reason('legal-basis-lapsed', '法律依据变更或废止', 'The legal basis changed or lapsed'),
    other,
  ],
  transfer: [reason('moved-to-another-region', '办理转出', 'Moved to another region'), other],
};

function reason(code: string, chinese: string, english: string): ReasonCode {
  return { code, text: { 'zh-CN': chinese, en: english } };
}
