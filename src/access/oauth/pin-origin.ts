import type { IncomingMessage } from 'node:http';

/**
 * The OAuth server takes its addresses, and the audiences that it accepts, from the request: whatever a client or proxy
 * says there is replaced by the registry's own origin.
 */
export function pinOrigin(request: IncomingMessage, baseUrl: string): void {
  const { host, protocol } = new URL(baseUrl);
  delete request.headers.forwarded;
  request.headers.host = host;
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
}
