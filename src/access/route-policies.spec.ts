import { describe, expect, it } from '@jest/globals';
import { policyOf } from './route-policies.js';

describe('the policy of a route', () => {
  it.each([
    ['POST', '/v1/licences', { who: 'client', scope: 'licence:issue' }],
    ['GET', '/v1/licences/:id/carriers/:kind', { who: 'client', scope: 'licence:read' }],
    ['HEAD', '/v1/licences/:identifier', { who: 'client', scope: 'licence:read' }],
    ['GET', '/docs/swagger-ui.css', { who: 'anyone' }],
    ['GET', '/.well-known/elicence-trust', { who: 'anyone' }],
    ['GET', '/v1/me/uses', { who: 'holder', scope: 'holder' }],
  ])('%s %s', (method, pattern, policy) => expect(policyOf(method, pattern)).toEqual(policy));

  it.each([
    ['DELETE', '/v1/licences/:identifier'],
    ['POST', '/log/checkpoint'],
    ['GET', '/v1/licences'],
    ['GET', '/*'],
    ['GET', '/v1/licences/:identifier/:anything'],
    ['PUT', '/oauth/*'],
  ])('%s %s is denied', (method, pattern) => expect(policyOf(method, pattern)).toBeUndefined());
});
