import type { FieldDefinition } from '../../../../catalogue/index.js';

type TextOptions = { max?: number; pattern?: string; values?: string[]; optional?: true };
type Optional = 'optional' | undefined;

const base = (name: string, chinese: string, english: string, optional: boolean) => ({
  name,
  label: { 'zh-CN': chinese, en: english },
  required: !optional,
});

/** A line of text; 100 characters unless told. */
export function text(name: string, chinese: string, english: string, options: TextOptions = {}) {
  const { max = 100, pattern, values, optional = false } = options;
  return {
    ...base(name, chinese, english, optional),
    type: 'text' as const,
    maxLength: max,
    ...(pattern !== undefined && { pattern }),
    ...(values && { values }),
  };
}

const simple =
  <Type extends 'date' | 'integer' | 'decimal' | 'boolean'>(type: Type) =>
  (name: string, chinese: string, english: string, optional?: Optional) => ({
    ...base(name, chinese, english, optional === 'optional'),
    type,
  });

export const date = simple('date');
export const integer = simple('integer');
export const decimal = simple('decimal');
export const boolean = simple('boolean');

type Item = Exclude<FieldDefinition, { type: 'list' | 'portrait' }>;
export const list = (name: string, chinese: string, english: string, items: Item[], optional?: Optional) => ({
  ...base(name, chinese, english, optional === 'optional'),
  type: 'list' as const,
  items,
});

/** A photograph of the holder; left out by an authority that keeps none. */
export const portrait = () => ({ ...base('portrait', '照片', 'Portrait', true), type: 'portrait' as const });

export const personName = () => text('name', '姓名', 'Name', { max: 50 });
export const sex = () => text('sex', '性别', 'Sex', { max: 2, values: ['男', '女'] });
export const ethnicity = () => text('ethnicity', '民族', 'Ethnicity', { max: 20 });
export const birthDate = () => date('birthDate', '出生日期', 'Date of birth');
export const citizenNumberField = () =>
  text('citizenNumber', '公民身份号码', 'Citizen identity number', { max: 18, pattern: '[1-9][0-9]{16}[0-9X]' });
