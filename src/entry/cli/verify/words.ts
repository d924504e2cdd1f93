import type { CheckName, Outcome, Verdict } from '../../../core/index.js';

export type Language = 'zh-CN' | 'en';

interface Words {
  verdict: Record<Verdict, string>;
  check: Record<CheckName, string>;
  outcome: Record<Outcome, string>;
  /** Said before a time or an advice. */
  judged: string;
  policy: string;
  asOf: string;
  next: string;
  detail: string;
  bundle: string;
  colon: string;
}

/** The words of the answer; what a code says stands in core. Scripts read `--json` or the exit code. */
export const words: Record<Language, Words> = {
  en: {
    verdict: { valid: 'valid', invalid: 'invalid', indeterminate: 'indeterminate' },
    check: {
      integrity: 'integrity',
      issuer: 'issuer',
      'right-to-issue': 'right-to-issue',
      validity: 'validity',
      status: 'status',
      attestation: 'attestation',
      holder: 'holder',
    },
    outcome: {
      passed: 'passed',
      failed: 'failed',
      indeterminate: 'indeterminate',
      'not-applicable': 'not-applicable',
    },
    judged: 'judged as of',
    policy: 'policy',
    asOf: 'as of',
    next: 'What to do',
    detail: 'Detail',
    bundle: 'trust bundle',
    colon: ': ',
  },
  'zh-CN': {
    verdict: { valid: '有效 valid', invalid: '无效 invalid', indeterminate: '无法判定 indeterminate' },
    check: {
      integrity: '内容完整',
      issuer: '颁发机构真实',
      'right-to-issue': '有权颁发',
      validity: '在有效期内',
      status: '证照状态',
      attestation: '区块链存证',
      holder: '持证人出示',
    },
    outcome: { passed: '通过', failed: '未通过', indeterminate: '无法判定', 'not-applicable': '不适用' },
    judged: '判定时间',
    policy: '策略',
    asOf: '信息时间',
    next: '怎么办',
    detail: '详情',
    bundle: '信任包',
    colon: '：',
  },
};
