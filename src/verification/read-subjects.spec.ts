import { describe, expect, it } from '@jest/globals';
import { crypto, World } from '../core/verification/testing/world.js';
import { ReadSubjects } from './read-subjects.js';

const { credential } = new World().issued;
const other = credential.replace(/~[^~]+~$/, '~');

function subjects(at = { ms: 0 }) {
  return { at, subjects: new ReadSubjects(crypto, () => at.ms) };
}

/** Reads a text as for one verification, which finds it intact. */
function judged({ subjects: of }: ReturnType<typeof subjects>, text: string) {
  const subject = of.read(text);
  of.keep(text, subject);
  return subject;
}

describe(ReadSubjects.name, () => {
  it('remembers from the second time on, by the exact text', () => {
    const one = subjects();
    const first = judged(one, credential);
    const second = judged(one, credential);
    expect(second).not.toBe(first);
    expect(judged(one, credential)).toBe(second);
    const fewer = judged(one, other);
    expect(fewer).not.toBe(second);
    expect(fewer.ok && fewer.parts.disclosures.length).toBeLessThan(
      (second.ok && second.parts.disclosures.length) || 0,
    );
    expect(one.subjects.read(`${credential} `).ok).toBe(false);
    expect(second).toEqual(first);
  });

  it('tells apart texts of one length under one signature', () => {
    const one = subjects();
    judged(one, credential);
    const kept = judged(one, credential);
    const altered = `${credential.slice(0, -3)}${credential.at(-3) === 'A' ? 'B' : 'A'}${credential.slice(-2)}`;
    expect(altered).toHaveLength(credential.length);
    expect(one.subjects.read(altered)).not.toBe(kept);
    expect(one.subjects.read(credential)).toBe(kept);
  });

  it('remembers nothing that was not judged intact, nor what can not be read', () => {
    const { subjects: of } = subjects();
    for (let i = 0; i < 3; i++) expect(of.read(credential)).not.toBe(of.read(credential));
    const one = subjects();
    for (let i = 0; i < 3; i++) expect(judged(one, 'x')).not.toBe(judged(one, 'x'));
  });

  it('forgets what was not asked for in two minutes', () => {
    const one = subjects();
    judged(one, credential);
    const kept = judged(one, credential);
    one.at.ms += 61_000;
    expect(one.subjects.read(credential)).toBe(kept);
    for (let i = 0; i < 2; i++) {
      one.at.ms += 61_000;
      one.subjects.read(other);
    }
    expect(one.subjects.read(credential)).not.toBe(kept);
  });
});
