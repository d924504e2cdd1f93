import { describe, expect, it } from '@jest/globals';
import { negotiate } from './negotiate.js';

const pdf = ['application/pdf', 'image/png'];

describe(negotiate.name, () => {
  it.each([
    [undefined, 'application/pdf'],
    ['', 'application/pdf'],
    ['*/*', 'application/pdf'],
    ['image/png', 'image/png'],
    ['IMAGE/PNG', 'image/png'],
    ['image/*', 'image/png'],
    ['image/png, application/pdf', 'application/pdf'],
    ['application/pdf;q=0.5, image/png', 'image/png'],
    ['application/pdf;q=0, */*', 'image/png'],
    ['*/*;q=0.1, image/png;q=0.05', 'application/pdf'],
    ['text/html, */*;q=0.8', 'application/pdf'],
    ['application/pdf;version=1', 'application/pdf'],
    ['text/html', undefined],
    ['image/png;q=0', undefined],
    ['image/png;q=2', undefined],
    ['image/png;q=x', undefined],
    ['nonsense', undefined],
  ])('of %s', (accept, type) => {
    expect(negotiate(accept, pdf)).toBe(type);
  });
});
