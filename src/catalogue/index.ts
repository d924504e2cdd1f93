export { grantClient, grantRight, type NewGrant, type NewRight } from './admin/admin.store.js';
export { publishCarrierDefinition } from './admin/publish-carrier-definition.js';
export { publishMatter } from './admin/publish-matter.js';
export { type NewLicenceType, publishType } from './admin/publish-type.js';
export { Catalogue } from './catalogue.js';
export { CatalogueModule } from './catalogue.module.js';
export type { GrantRow } from './catalogue.store.js';
export { commonFields, type Matter, type Proof, type Receiver } from './matter.js';
export {
  type CarrierDefinition,
  type CarrierFault,
  carrierDefinition,
  checkCarrierDefinition,
  type NumberedCarrierDefinition,
} from './type/carrier-definition.js';
export type { Bilingual, ExampleBody, FieldDefinition, LicenceTypeDefinition } from './type/definition.js';
export { faceSchema } from './type/face-schema.js';
export type { FieldFault } from './type/field-check.js';
export { compileLicenceType, type LicenceType, type LicenceTypeRow } from './type/licence-type.js';
export {
  type Box,
  type Colours,
  type FlowBlock,
  type FlowItem,
  type Form,
  type PanelBlock,
  type PdfTemplate,
  pdfTemplate,
  type TextBlock,
} from './type/pdf-template.js';
export { portraitField, portraitLimits, portraitOf, readPortrait } from './type/portrait/portrait.js';
