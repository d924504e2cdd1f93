import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const keysOf = (value: object, above = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? keysOf(inner, `${above}${key}.`) : [`${above}${key}`],
  );
const placeholders = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join();
const read = (room: string, locale: string) =>
  JSON.parse(readFileSync(new URL(`./${room}/locales/${locale}.json`, import.meta.url), 'utf8'));
const at = (messages: object, key: string): string =>
  String(key.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], messages));

describe.each(['kit', 'verify', 'citizen'])('texts of %s', (room) => {
  const zh = read(room, 'zh-CN');
  const en = read(room, 'en');

  it('stand in both languages with the same placeholders', () => {
    expect(keysOf(zh).length).toBeGreaterThan(10);
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort());
    for (const key of keysOf(zh)) expect([key, placeholders(at(en, key))]).toEqual([key, placeholders(at(zh, key))]);
  });
});
