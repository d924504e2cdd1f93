import { describe, expect, it } from '@jest/globals';
import { ownAddress } from './own-address.js';

const base = 'http://127.0.0.1:3000';

describe('a page asked for by another name of the machine', () => {
  it.each(['localhost:3000', '[::1]:3000', 'LOCALHOST:3000'])('is shown at its own address: %s', (host) => {
    expect(ownAddress(host, '/v/1.2?a=b', base)).toBe('http://127.0.0.1:3000/v/1.2?a=b');
  });

  it.each([
    '127.0.0.1:3000',
    undefined,
    '',
    'localhost:8080',
    'elicence.example',
    'localhost.example:3000',
    'localhost:3000@evil.example',
    'a b',
  ])('stays where it is: %p', (host) => {
    expect(ownAddress(host, '/v', base)).toBeUndefined();
  });

  it('stays where it is where the registry is not on this machine alone', () => {
    expect(ownAddress('localhost', '/v', 'https://elicence.example')).toBeUndefined();
  });

  it('never leads away', () => {
    expect(ownAddress('localhost:3000', '//evil.example/', base)).toBe('http://127.0.0.1:3000//evil.example/');
    expect(ownAddress('localhost:3000', '.evil.example/', base)).toBeUndefined();
  });
});
