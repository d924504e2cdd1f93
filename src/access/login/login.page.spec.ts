import { describe, expect, it } from '@jest/globals';
import { errorPage, languageOf } from './login.page.js';

describe('the language of a page', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['en;q=0.5, zh;q=0.8', 'zh-CN'],
    ['fr, en;q=0.3', 'en'],
    ['en;q=0', 'zh-CN'],
    ['english', 'zh-CN'],
    ['*', 'zh-CN'],
  ])('of %p is %s', (header, language) => expect(languageOf(header)).toBe(language));
});

describe('the page of an error', () => {
  it('shows nothing of a code but its letters', () => expect(errorPage('en', '<b>"x"')).toContain('<code>bx</code>'));
});
