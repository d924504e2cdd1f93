import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect } from '@jest/globals';
import type { Answer } from './registry.js';

/** A refusal in short: status, code, and where a body is at fault pointer and code of each field. */
export function refusal({ status, body, headers }: Answer): unknown[] {
  if (status >= 500) throw new Error(`${status}: ${JSON.stringify(body)}`);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({
    type: expect.stringContaining(body.code),
    status,
    title: expect.any(String),
    detail: expect.any(String),
  });
  const errors = (body.errors ?? []) as { pointer: string; code: string; detail: string }[];
  for (const { detail } of errors) expect(detail).toBeTruthy();
  return [status, body.code, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
}

export interface RawAnswer {
  status: number;
  text: string;
  body: { code?: string };
}

/** Sends an address just as it is spelled, which `fetch` would mend first. */
export function raw(
  baseUrl: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers: { 'idempotency-key': randomUUID(), ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, text, body: parsed(text) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function parsed(text: string): { code?: string } {
  try {
    return JSON.parse(text) as { code?: string };
  } catch {
    return {};
  }
}
