import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject, type JsonValue } from '../../core/index.js';
import type { Bilingual, FieldDefinition, LicenceTypeDefinition } from './definition.js';

/** What the metadata of a version are made from. */
export interface DescribedType {
  name: Bilingual;
  definition: LicenceTypeDefinition;
  vct(identity: string): string;
}

/** A version's metadata as served, and the digest by which its masters name those bytes. */
export interface BoundMetadata {
  /** RFC 8785, UTF-8: the same bytes for ever. */
  text: string;
  /** `vct#integrity`: `sha256-` and base64, as W3C Subresource Integrity has it. */
  integrity: string;
}

/** Writes a version's metadata down; whatever changes in these bytes breaks the masters that name their digest. */
export function bindMetadata(type: DescribedType, identity: string): BoundMetadata {
  const text = canonicalJson(typeMetadata(type, identity));
  return { text, integrity: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}

/** Type metadata of SD-JWT VC (draft-ietf-oauth-sd-jwt-vc): what a wallet shows of the type and its claims. */
export function typeMetadata(type: DescribedType, identity: string): JsonObject {
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
      ...type.definition.fields.flatMap(faceClaims),
    ],
  };
}

function faceClaims(field: FieldDefinition): JsonObject[] {
  const path = ['face_data', field.name];
  const whole = claim(path, field.label, field.required);
  // A very long list is hidden as one, so an item is not always hidden on its own.
  return field.type === 'list' ? [whole, { ...claim([...path, null], field.label, false), sd: 'allowed' }] : [whole];
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
