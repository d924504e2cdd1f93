const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Where a page of ours is to be opened instead: a browser that came by another name of this very machine (`localhost` for
 * `127.0.0.1`) keeps another origin's storage and would take our own QR codes for foreign ones. `path` is the request's
 * path with its query. Undefined where the address is right, or is somebody else's matter.
 */
export function ownAddress(host: string | undefined, path: string, baseUrl: string): string | undefined {
  const own = new URL(baseUrl);
  if (!host || host === own.host || !loopback.test(own.hostname) || !URL.canParse(`${own.protocol}//${host}`)) {
    return undefined;
  }
  const asked = new URL(`${own.protocol}//${host}`);
  const sameMachine = loopback.test(asked.hostname) && asked.port === own.port;
  return sameMachine && path.startsWith('/') ? own.origin + path : undefined;
}
