import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../client/index.js';
import { problemText } from './problem-text.js';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const messages = {
  ...read('./locales/en.json'),
  ...read('../verify/locales/en.json'),
  ...read('../citizen/locales/en.json'),
};
const has = (key: string) => {
  const found = key
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], messages);
  return typeof found === 'string';
};
const keyOf = (problem: Problem, page = 'verify') => problemText(problem, page, has).key;

describe('a problem in plain words', () => {
  it('has a text for everything that keeps an answer from coming', () => {
    for (const kind of ['unreachable', 'timed-out', 'unreadable'] as const) expect(has(keyOf({ kind }))).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504])('has a text for status %i', (status) => {
    expect(has(keyOf({ kind: 'answered', status, code: 'never-heard-of' }))).toBe(true);
  });

  it('prefers the page’s own text of a code to the kit’s, and both to the status', () => {
    expect(keyOf({ kind: 'answered', status: 404, code: 'not-found' })).toBe('verify.problem.not-found');
    expect(keyOf({ kind: 'answered', status: 404, code: 'not-found' }, 'citizen')).toBe('kit.problem.not-found');
    expect(keyOf({ kind: 'answered', status: 409, code: 'idempotency-conflict' })).toBe(
      'kit.problem.code.idempotency-conflict',
    );
  });

  it('takes no path into the messages from a code', () => {
    expect(keyOf({ kind: 'answered', status: 500, code: '../title' })).toBe('kit.problem.broken');
  });
});
