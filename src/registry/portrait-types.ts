import { type Catalogue, portraitField } from '../catalogue/index.js';

/** Tells whether licences of a version of a type may have a portrait, and so a carrier that shows it. */
export type PortraitTypes = (typeCode: string, version: number) => boolean;

export const portraitTypes =
  (catalogue: Catalogue): PortraitTypes =>
  (typeCode, version) => {
    const type = catalogue.version(typeCode, version);
    return type !== undefined && portraitField(type.definition.fields) !== undefined;
  };
