import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { FieldDefinition, LicenceTypeDefinition, NewLicenceType } from '../../src/catalogue/index.js';
import { assembleOfflineQr, formatDigest, formatLicenceIdentifier, type OfflineQrField } from '../../src/core/index.js';
import { authorities, carrierDefinitions, licenceTypes } from '../../src/entry/demo/world/index.js';
import { verificationUrl } from '../../src/registry/index.js';

/** What a guard reads of each type beyond identifier, number, holders and dates, by the type's English name. */
export const guardFields: Record<string, string[]> = Object.fromEntries(
  licenceTypes.map(({ code, name }) => [name.en, carrierDefinitions.get(code)?.guard.fields ?? []]),
);

/** Chinese text that hardly repeats itself, always the same for the same seed: the worst for a compressor. */
export function chinese(seed: string, length: number): string {
  const digest = (n: number) => createHash('sha256').update(`${seed} ${n}`).digest();
  return Array.from({ length }, (_, n) => String.fromCodePoint(0x4e00 + (digest(n).readUInt16BE() % 0x5000))).join('');
}

/** Longest that a line is in life: an address has 60 characters, a name of an office or school 40, a person's 25. */
function longest({ name, ...field }: FieldDefinition): OfflineQrField {
  if (field.type === 'date') return '2026-11-25';
  if (field.type === 'integer') return 999;
  if (field.type === 'decimal') return '123456789.99';
  if (field.type === 'boolean') return true;
  if (field.type !== 'text') throw new Error(`${name} is no single value`);
  if (field.values) return field.values.reduce((a, b) => (b.length > a.length ? b : a));
  if (field.pattern !== undefined)
    return createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, field.maxLength);
  const most = field.maxLength ?? 100;
  return chinese(name, most >= 200 ? 60 : most >= 100 ? 40 : Math.min(most, 25));
}

/** The text of the offline QR with the largest plausible content of a type. */
export function largestOfflineQr(type: NewLicenceType): string {
  const { fields, maxHolders, holderKinds } = type.definition as LicenceTypeDefinition;
  const chosen = (guardFields[type.name.en] ?? []).map((name) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) throw new Error(`${type.name.en} has no field ${name}`);
    return [name, longest(field)] as const;
  });
  const holder = holderKinds.includes('organisation') ? 50 : 25;
  const assembled = assembleOfflineQr(
    {
      identifier: formatLicenceIdentifier({
        typeCode: type.code,
        issuerCode: authorities[0]!.creditCode,
        serial: createHash('sha256').update(type.code).digest('hex').toUpperCase().slice(0, 24),
        version: 999,
      }),
      masterDigest: formatDigest(createHash('sha256').update(type.code).digest()),
      issuanceDate: '2026-11-25',
      validFrom: '2026-12-01',
      validUntil: '2046-11-30',
      licenceNumber: chinese('number', 12) + '20261125'.repeat(3),
      // Several owners are persons: four of thirteen characters are longer than one company.
      holders: maxHolders > 1 ? [1, 2, 3, 4].map((n) => chinese(`holder ${n}`, 13)) : [chinese('holder', holder)],
      faceData: Object.fromEntries(chosen),
    },
    createHash('sha256').update('key').digest('base64url'),
  );
  if (!assembled.ok) throw new Error(`${type.name.en}: ${assembled.code} ${assembled.pointer}`);
  const text = assembled.value.finish(createHash('sha512').update(type.code).digest(), (data) =>
    deflateSync(data, { level: 9 }),
  );
  if (!text.ok) throw new Error(`${type.name.en}: ${text.code}`);
  return text.value;
}

/** The address in the online QR of a type. */
export function onlineQr(type: NewLicenceType): string {
  const parts = { typeCode: type.code, issuerCode: authorities[0]!.creditCode, serial: '9'.repeat(18), version: 1 };
  return verificationUrl('https://licences.example.gov.cn', formatLicenceIdentifier(parts), 'Z'.repeat(16));
}
