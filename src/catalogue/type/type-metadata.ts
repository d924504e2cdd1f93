import type { JsonObject, JsonValue } from '../../core/index.js';
import type { Bilingual } from './definition.js';
import type { LicenceType } from './licence-type.js';

/** Type metadata of SD-JWT VC (draft-ietf-oauth-sd-jwt-vc): what a wallet shows of the type and its claims. */
export function typeMetadata(type: LicenceType, identity: string): JsonObject {
  return {
    vct: type.vct(identity),
    name: type.name['zh-CN'],
    description: type.name.en,
    display: display(type.name, 'name'),
    claims: [
      claim(['licence_number'], { 'zh-CN': '证照编号', en: 'Licence number' }, false),
      ...[
        ['kind', '持证主体类别', 'Kind of holder'],
        ['code_type', '持证主体代码类型', 'Type of the holder’s code'],
        ['code', '持证主体代码', 'Code of the holder'],
        ['name', '持证主体', 'Name of the holder'],
      ].map(([name, chinese, english]) => claim(['holders', null, name!], { 'zh-CN': chinese!, en: english! }, true)),
      ...type.definition.fields.map((field) => claim(['face_data', field.name], field.label, field.required)),
    ],
  };
}

const claim = (path: JsonValue[], label: Bilingual, mandatory: boolean): JsonObject => ({
  path,
  display: display(label, 'label'),
  sd: 'always',
  mandatory,
});

const display = (text: Bilingual, member: 'name' | 'label'): JsonObject[] => [
  { locale: 'zh-CN', [member]: text['zh-CN'] },
  { locale: 'en', [member]: text.en },
];
