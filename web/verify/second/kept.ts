/** Signed texts of the registry that this device keeps; never anything of a licence or a person. */
export type KeptText = 'trust-list' | 'trust-bundle';

const CACHE = 'elicence-signed';
const address = (name: KeptText) => `/kept/${name}`;

/** Keeps a text for this origin. Where the browser refuses storage, it is not kept. */
export async function keepText(name: KeptText, text: string): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    await cache.put(address(name), new Response(text));
  } catch {
    // Private browsing, no secure connection, or a full disk: the page works without.
  }
}

/** The text that was kept, if any. */
export async function keptText(name: KeptText): Promise<string | undefined> {
  try {
    const cache = await caches.open(CACHE);
    return await (await cache.match(address(name)))?.text();
  } catch {
    return undefined;
  }
}
