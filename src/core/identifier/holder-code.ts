import { ok, type Result, refuse } from '../result.js';
import { type CitizenNumberRefusal, checkCitizenNumber } from './citizen-number.js';
import { type CreditCodeRefusal, checkCreditCode } from './credit-code.js';
import { normaliseCode } from './normalise-code.js';

/** A holder is a natural person or an organisation. */
export type HolderKind = 'person' | 'organisation';

/** One row of the holder code types 持证主体代码类型代码 (GB/T 36903, annex A). */
export interface HolderCodeType {
  code: string;
  kind: HolderKind;
  name: { 'zh-CN': string; en: string };
}

/** The holder code types, whole. */
export const holderCodeTypes: readonly HolderCodeType[] = [
  row('001', 'organisation', '统一社会信用代码', 'Unified social credit code'),
  row('099', 'organisation', '其他法人或其他组织有效证件代码', 'Other valid code of an organisation'),
  row('111', 'person', '公民身份号码', 'Citizen identity number'),
  row('114', 'person', '中国人民解放军军官证编号', 'Military officer card'),
  row('115', 'person', '中国人民武装警察部队警官证编号', 'Armed police officer card'),
  row('118', 'person', '中国人民解放军士兵证编号', 'Soldier card'),
  row('119', 'person', '中国人民武装警察部队士兵证编号', 'Armed police soldier card'),
  row('120', 'person', '中国人民解放军文职人员证编号', 'Military civilian staff card'),
  row('122', 'person', '中国人民武装警察部队文职人员证编号', 'Armed police civilian staff card'),
  row('411', 'person', '外交护照号', 'Diplomatic passport'),
  row('412', 'person', '公务护照号', 'Service passport'),
  row('413', 'person', '公务普通护照号', 'Passport for public affairs'),
  row('414', 'person', '普通护照号', 'Ordinary passport'),
  row('511', 'person', '台湾居民来往大陆通行证号', 'Mainland travel permit for Taiwan residents'),
  row('516', 'person', '港澳居民来往内地通行证号', 'Mainland travel permit for Hong Kong and Macao residents'),
  row('999', 'person', '其他自然人有效证件代码', 'Other valid code of a natural person'),
];

/** Why a holder's code is not taken. */
export type HolderCodeRefusal =
  | 'holder-code-type-unknown'
  | 'holder-code-malformed'
  | CreditCodeRefusal
  | CitizenNumberRefusal;

/** Checks a holder's code by the rules of its type and gives its normal form, under which the holder is found again. */
export function checkHolderCode(codeType: string, code: string): Result<string, HolderCodeRefusal> {
  if (!holderCodeTypes.some((type) => type.code === codeType)) return refuse('holder-code-type-unknown', codeType);
  if (codeType === '001') return checkCreditCode(code);
  if (codeType === '111') return checkCitizenNumber(code);
  const normal = normaliseCode(code);
  // Military cards carry words such as 军字第; signs, spaces and invisible characters would make twins.
  if (normal === undefined || !/^[\p{L}\p{N}()-]{1,40}$/u.test(normal)) return refuse('holder-code-malformed');
  return ok(normal);
}

function row(code: string, kind: HolderKind, chinese: string, english: string): HolderCodeType {
  return { code, kind, name: { 'zh-CN': chinese, en: english } };
}
