import { z } from 'zod';

const identifier = z.string().min(1).max(128);

/** A receiver is named by its credit code. */
export const MakePresentationCode = z
  .strictObject({
    licences: z.array(identifier).min(1).max(10),
    matterCode: z.string().min(1).max(64),
    receiver: z.string().min(1).max(32),
  })
  .meta({ id: 'MakePresentationCode' });
export type MakePresentationCode = z.output<typeof MakePresentationCode>;

/** `code` is absent when a repeated request comes after the code's end. */
export const PresentationCode = z
  .object({ code: z.string().optional(), expiresAt: z.string() })
  .meta({ id: 'PresentationCode' });

export const UsePresentation = z
  .strictObject({ code: z.string().min(1).max(80), matterCode: z.string().min(1).max(64) })
  .meta({ id: 'UsePresentation' });
export type UsePresentation = z.output<typeof UsePresentation>;

const LocalText = z.object({ 'zh-CN': z.string(), en: z.string() });

export const UseAnswer = z
  .object({
    useId: z.string(),
    usedAt: z.string(),
    licences: z.array(
      z.object({
        identifier: z.string(),
        typeCode: z.string(),
        fields: z.record(z.string(), z.unknown()),
        verification: z.object({ verdict: z.string(), checks: z.array(z.unknown()), at: z.string() }),
      }),
    ),
  })
  .meta({ id: 'UseAnswer' });

export const HeldLicencePage = z
  .object({
    items: z.array(
      z.object({
        identifier: z.string(),
        typeCode: z.string(),
        typeName: LocalText,
        state: z.string(),
        issuer: z.object({ name: LocalText, creditCode: z.string() }),
        licenceNumber: z.string().nullable(),
        holderName: z.string(),
        validFrom: z.string().nullable(),
        validUntil: z.string().nullable(),
        verificationUrl: z.string(),
        attestation: z.enum(['pending', 'logged', 'anchored']),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'HeldLicencePage' });

export const HolderUsePage = z
  .object({
    items: z.array(
      z.object({
        useId: z.string(),
        usedAt: z.string(),
        organisation: z.object({ name: LocalText, creditCode: z.string() }),
        matter: z.object({ code: z.string(), name: LocalText }),
        identifiers: z.array(z.string()),
        fields: z.array(z.string()),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'HolderUsePage' });
