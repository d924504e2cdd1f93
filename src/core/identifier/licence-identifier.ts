import { ok, type Result, refuse } from '../result.js';
import { mod3736 } from './mod-37-36.js';

/** The parts of a licence identifier 证照标识 (GB/T 36904), without root and check character. */
export interface LicenceIdentifier {
  /** 证照类型代码: the defining authority's credit code and 3 digits, 21 characters. */
  typeCode: string;
  /** 证照颁发机构代码: the issuing authority's credit code, 18 characters. */
  issuerCode: string;
  /** 流水号: digits and capital letters, unique within type and issuer. */
  serial: string;
  /** 版本号: 1 to 999, one more with each change. */
  version: number;
}

/** Why a text is no licence identifier. */
export type IdentifierRefusal = 'identifier-malformed' | 'identifier-check-character';

const root = '1.2.156.3005.2.';
/** The national exchange tables hold 128 characters. */
const maxLength = 128;

/** Reads a licence identifier. Capital letters only; the older provincial check character is refused. */
export function parseLicenceIdentifier(text: string): Result<LicenceIdentifier, IdentifierRefusal> {
  if (text.length > maxLength || !text.startsWith(root)) return refuse('identifier-malformed');
  const parts = text.slice(root.length).split('.');
  const [typeCode, issuerCode, serial, version, check] = parts;
  if (parts.length !== 5 || typeCode?.length !== 21 || issuerCode?.length !== 18 || !serial) {
    return refuse('identifier-malformed');
  }
  if (version === undefined || !/^[0-9]{3}$/.test(version) || version === '000' || check?.length !== 1) {
    return refuse('identifier-malformed');
  }
  const expected = mod3736(typeCode + issuerCode + serial + version);
  if (expected === undefined || mod3736(check) === undefined) return refuse('identifier-malformed');
  if (expected !== check) return refuse('identifier-check-character');
  return ok({ typeCode, issuerCode, serial, version: Number(version) });
}

/** Writes a licence identifier with its check character; throws on parts that the standard does not allow. */
export function formatLicenceIdentifier(parts: LicenceIdentifier): string {
  const check = licenceCheckCharacter(parts);
  const text = `${root}${parts.typeCode}.${parts.issuerCode}.${parts.serial}.${versionText(parts.version)}.${check}`;
  if (!parseLicenceIdentifier(text).ok) throw new Error('these parts make no licence identifier');
  return text;
}

/** The check character 校验位 of a licence identifier: ISO 7064 MOD 37,36 over its parts; throws on other characters. */
export function licenceCheckCharacter({ typeCode, issuerCode, serial, version }: LicenceIdentifier): string {
  const check = mod3736(typeCode + issuerCode + serial + versionText(version));
  if (check === undefined) throw new Error('an identifier holds digits and capital letters only');
  return check;
}

function versionText(version: number): string {
  return String(version).padStart(3, '0');
}
