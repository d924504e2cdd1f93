import { z } from 'zod';

/** 202 while a carrier is made. */
export const MakingAnswer = z.object({ state: z.literal('making') });

const text = { schema: { type: 'string' } } as const;
const bytes = { schema: { type: 'string', format: 'binary' } } as const;

/** Every form in which a carrier is given; which ones a kind has stands in docs/carriers.md. */
export const CarrierContent = {
  'application/dc+sd-jwt': text,
  'application/vc+jwt': text,
  'application/pdf': bytes,
  'text/plain': text,
  'image/svg+xml': text,
  'image/png': bytes,
} as const;
