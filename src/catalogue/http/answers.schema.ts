import { z } from 'zod';

const LocalText = z.object({ 'zh-CN': z.string(), en: z.string() });
const page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() });

const summary = {
  code: z.string(),
  version: z.number().int(),
  name: LocalText,
  definingAuthority: z.object({ name: z.string(), creditCode: z.string() }),
  fictitious: z.boolean().meta({ description: 'the code was made up, since the real one is not known to us' }),
};

export const LicenceTypePage = page(z.object(summary)).meta({ id: 'LicenceTypePage' });

export const LicenceTypeAnswer = z
  .object({
    ...summary,
    holderKinds: z.array(z.enum(['person', 'organisation'])),
    maxHolders: z.number().int(),
    validity: z.enum(['none', 'optional', 'required']),
    faceSchema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema 2020-12 of `faceData`' }),
    example: z.record(z.string(), z.unknown()).meta({ description: 'a body that `POST /v1/licences` accepts' }),
    fields: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'LicenceType' });

export const ReasonCodePage = page(
  z.object({ command: z.string(), reasons: z.array(z.object({ code: z.string(), text: LocalText })) }),
).meta({ id: 'ReasonCodePage' });

const Proof = z.object({
  code: z.string(),
  name: LocalText,
  handling: z.string(),
  typeCodes: z.array(z.string()),
  fields: z.array(z.string()),
});

export const MatterPage = page(
  z.object({
    code: z.string(),
    name: LocalText,
    version: z.number().int(),
    role: z.string(),
    legalBasis: z.string(),
    proofs: z.array(Proof),
    receivers: z.array(z.object({ name: LocalText, creditCode: z.string() })),
  }),
).meta({ id: 'MatterPage' });
