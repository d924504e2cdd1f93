import type { Check, CheckName } from '../../core/index.js';

/** The texts of the verdict's page. */
export const recordWords = {
  'zh-CN': {
    title: '证照核验',
    valid: '有效',
    invalid: '无效',
    indeterminate: '无法判定',
    compare: '请与手中的证件比对',
    how: '下列各项应与手中的证件完全一致；有一项不同，就不要采信。地址只能证明登记库中有这样一条记录，不能证明纸张就是原件。',
    record: '登记库中的记录',
    number: '证照编号',
    identifier: '证照标识',
    type: '证照类型',
    holder: '持证主体（已脱敏）',
    issuer: '颁发机构',
    issued: '颁发日期',
    from: '有效期起',
    until: '有效期至',
    at: '判定时间',
    reasons: '判定依据',
    next: '怎么办：',
    again: '核验另一份证照',
    unknown: '登记库中没有这份证照，或者核验码与它不符。',
    unknownNext: '请核对填写的内容；仍然如此就不要采信，请向颁发机构核实。',
    notChecked: '没有取得证照，因此没有检查这一项。',
  },
  en: {
    title: 'Verify a licence',
    valid: 'Valid',
    invalid: 'Invalid',
    indeterminate: 'Can’t be determined',
    compare: 'Compare with what lies before you',
    how: 'Each of these must be the same on the paper or screen you were shown. If one differs, do not rely on it. An address proves a record, not a paper.',
    record: 'What the record says',
    number: 'Licence number',
    identifier: 'Licence identifier',
    type: 'Type',
    holder: 'Holder (masked)',
    issuer: 'Issuing authority',
    issued: 'Date of issue',
    from: 'Valid from',
    until: 'Valid through',
    at: 'Time of judgement',
    reasons: 'Why',
    next: 'What to do: ',
    again: 'Verify another licence',
    unknown: 'The registry holds no such licence, or the code does not belong to it.',
    unknownNext: 'Check what you typed. If it stays so, do not rely on it and ask the issuing authority.',
    notChecked: 'There was no licence to check this on.',
  },
} as const;

export const outcomeWords: Record<'zh-CN' | 'en', Record<Check['outcome'], string>> = {
  'zh-CN': { passed: '通过', failed: '未通过', indeterminate: '无法判定', 'not-applicable': '不适用' },
  en: { passed: 'Passed', failed: 'Failed', indeterminate: 'Can’t be determined', 'not-applicable': 'Not applicable' },
};

export const checkWords: Record<'zh-CN' | 'en', Record<CheckName, string>> = {
  'zh-CN': {
    integrity: '内容完整',
    issuer: '颁发机构真实',
    'right-to-issue': '有权颁发',
    validity: '在有效期内',
    status: '证照状态',
    attestation: '区块链存证',
    holder: '持证人出示',
  },
  en: {
    integrity: 'Content intact',
    issuer: 'Genuine issuer',
    'right-to-issue': 'Right to issue',
    validity: 'Within its dates',
    status: 'Licence state',
    attestation: 'Log and chain',
    holder: 'Shown by its holder',
  },
};
