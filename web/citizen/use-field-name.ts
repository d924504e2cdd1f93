import { reactive } from 'vue';
import { useI18n } from 'vue-i18n';
import { readLicenceType, type Words, wordsIn } from '../client/index.js';
import { session } from './session.js';

/** Labels of face fields by type code; read once a page, and again after a failure. */
const labels = reactive(new Map<string, Map<string, Words>>());

const reading = new Map<string, Promise<void>>();

/** Resolves when the labels are there, or could not be had; several that ask at once share one question. */
function learn(typeCode: string): Promise<void> {
  if (labels.has(typeCode)) return Promise.resolve();
  const known = reading.get(typeCode) ?? read(typeCode).finally(() => reading.delete(typeCode));
  reading.set(typeCode, known);
  return known;
}

async function read(typeCode: string): Promise<void> {
  const answer = await readLicenceType(session.token(), typeCode);
  if (answer.ok) labels.set(typeCode, new Map((answer.value.fields ?? []).map((field) => [field.name, field.label])));
}

/** Names fields for a reader: ours for what every licence has, else the type's own label, else the field's code. */
export function useFieldName() {
  const { t, te, locale } = useI18n({ useScope: 'global' });

  function nameOf(field: string, typeCodes: readonly string[]): string {
    const key = `citizen.field.${field}`;
    if (te(key)) return t(key);
    for (const typeCode of typeCodes) {
      const label = wordsIn(labels.get(typeCode)?.get(field), locale.value);
      if (label) return label;
    }
    return field;
  }

  return { nameOf, learn };
}
