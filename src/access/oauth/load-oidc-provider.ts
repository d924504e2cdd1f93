type OidcProvider = typeof import('oidc-provider');

let loading: Promise<OidcProvider> | undefined;

/**
 * Loads the OAuth server when it is first needed; it costs a third of a start. It warns of Node below 22 on every
 * load, on which it was tried here: that line alone is kept from the console.
 */
export function loadOidcProvider(): Promise<OidcProvider> {
  loading ??= quietly(() => import('oidc-provider'));
  return loading;
}

async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = (...args: unknown[]) => {
    if (!String(args[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn.apply(console, args);
  };
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}
