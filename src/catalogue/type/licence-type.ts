import type { FieldError } from '../../platform/index.js';
import type { Bilingual, LicenceTypeDefinition } from './definition.js';
import { compileFields } from './field-check.js';
import { type BoundMetadata, bindMetadata } from './type-metadata.js';

const maxErrors = 100;

/** One version of a licence type as it is kept. */
export interface LicenceTypeRow {
  code: string;
  version: number;
  name: Bilingual;
  /** Name of the ministry that defines the type; its credit code begins `code`. */
  definingAuthority: string;
  /** Whether the code was made up, since the real one is not known to us. */
  fictitious: boolean;
  definition: LicenceTypeDefinition;
}

/** One version of a licence type 证照类型, its checks compiled. */
export interface LicenceType extends LicenceTypeRow {
  /** Judges face data as it came; no fault means that it may be issued. Pointers begin with `/faceData`. Never echoes a value. */
  checkFace(faceData: unknown): FieldError[];
  /** The SD-JWT VC type: where the version's metadata were served when the registry was founded (`settings.identity`). */
  vct(identity: string): string;
  /** What is served at {@link vct}; written down and digested once. */
  metadata(identity: string): BoundMetadata;
}

/** Compiles the checks of a version, once. The definition is a valid one. */
export function compileLicenceType(row: LicenceTypeRow): LicenceType {
  const check = compileFields(row.definition.fields);
  const bound = new Map<string, BoundMetadata>();
  const type: LicenceType = {
    ...row,
    definition: inOrder(row.definition),
    checkFace: (faceData) => {
      const errors: FieldError[] = [];
      check(faceData, '/faceData', (pointer, code, detail) => {
        if (errors.length < maxErrors) errors.push({ pointer, code, detail });
      });
      return errors;
    },
    vct: (identity) => `${identity}/types/${row.code}/v${row.version}`,
    metadata: (identity) => {
      const metadata = bound.get(identity) ?? bindMetadata(type, identity);
      bound.set(identity, metadata);
      return metadata;
    },
  };
  return type;
}

/** The database keeps an object's members in an order of its own: people read the example in the order of the fields. */
function inOrder(definition: LicenceTypeDefinition): LicenceTypeDefinition {
  const { faceData, ...rest } = definition.example;
  const names = definition.fields.map((field) => field.name).filter((name) => Object.hasOwn(faceData, name));
  const ordered = Object.fromEntries(names.map((name) => [name, faceData[name]!]));
  const { typeCode, holders, ...others } = rest;
  return { ...definition, example: { typeCode, holders, faceData: ordered, ...others } };
}
