import type { CheckCode } from './codes.js';
import { attestationTexts } from './texts/attestation.js';
import { carrierTexts } from './texts/carrier.js';
import { credentialTexts } from './texts/credential.js';
import { historyTexts } from './texts/history.js';
import { holderTexts } from './texts/holder.js';
import { issuerTexts } from './texts/issuer.js';
import { statusTexts } from './texts/status.js';
import type { CheckSaying, TextsFor } from './texts/text.js';

/** What every code says in zh-CN and en, and what to do next. */
export const checkTexts: TextsFor<CheckCode> = {
  ...credentialTexts,
  ...carrierTexts,
  ...issuerTexts,
  ...statusTexts,
  ...attestationTexts,
  ...holderTexts,
  ...historyTexts,
};

/** The text of a code in one language. */
export function checkText(code: CheckCode, language: 'zh-CN' | 'en'): CheckSaying {
  return checkTexts[code][language];
}
