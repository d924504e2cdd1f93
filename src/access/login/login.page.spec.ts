import { describe, expect, it } from '@jest/globals';
import { errorPage, loginPage } from './login.page.js';

describe('the page of an error', () => {
  it('shows nothing of a code but its letters', () => expect(errorPage('en', '<b>"x"')).toContain('<code>bx</code>'));
});

describe('the form', () => {
  it('tells in its language that it failed', () => {
    expect(loginPage('zh-CN', 'uid', true)).toContain('role="alert" class="notice caution">用户名或密码不正确');
    expect(loginPage('en', 'uid', false)).not.toContain('role="alert"');
  });
});
