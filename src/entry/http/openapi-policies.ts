import type { OpenAPIObject } from '@nestjs/swagger';
import { policyOf, type RoutePolicy } from '../../access/index.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; what is wrong with a body stands in `errors`, by JSON Pointer.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** Writes into the document who may ask each route, as the table of policies has it, and how every route refuses. */
export function declarePolicies(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const pattern = path.replace(/\{([^}]+)\}/g, ':$1');
      const policy = policyOf(method.toUpperCase(), pattern);
      if (!policy) throw new Error(`no policy for ${method} ${path}`);
      declareAccess(operation, policy);
      operation.responses.default = {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return document;
}

function declareAccess(operation: Operation, policy: RoutePolicy): void {
  if (policy.who === 'anyone') operation.security = [];
  else if (policy.who === 'anyone-or-client') operation.security = [{}, { bearer: [] }];
  else operation.security = [{ bearer: [] }];
  if ('scope' in policy) (operation as unknown as Record<string, unknown>)['x-scope'] = policy.scope;
}
