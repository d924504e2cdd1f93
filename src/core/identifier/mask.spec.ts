import { expect, it } from '@jest/globals';
import { maskCode, maskName } from './index.js';

it.each([
  ['', ''],
  ['张', '*'],
  ['张三', '张*'],
  ['张小三', '张*三'],
  ['欧阳娜娜', '欧**娜'],
  ['𠮷野', '𠮷*'],
  ['张𠮷𠮷', '张*𠮷'],
])('the name %j is shown as %j', (name, masked) => expect(maskName(name)).toBe(masked));

it.each([
  ['11010519491231002X', '110*************2X'],
  ['E12345678', 'E*******8'],
  ['1234567890', '123*****90'],
  ['12345', '1***5'],
  ['1234', '****'],
  ['', ''],
])('the code %j is shown as %j', (code, masked) => expect(maskCode(code)).toBe(masked));
