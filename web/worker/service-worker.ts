/** What the build writes in here: its own mark, and the addresses of all that the verify page loads. */
declare const BUILD: { mark: string; files: string[] };
const worker = self as unknown as ServiceWorkerGlobalScope;

/** The page is kept under this one address: what stands behind it names a licence. */
const PAGE = '/v';
const CACHE = `elicence-page-${BUILD.mark}`;
/** ms until a slow network is given up for the page that is kept. */
const PATIENCE = 4_000;

const isPage = (path: string): boolean => path === PAGE || /^\/v\/[^/]+\/?$/.test(path);

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...BUILD.files]);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith('elicence-page-') && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

// Nothing but the page itself and the files of its build: no answer of the API is ever kept or given from here.
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(page(request));
  else if (BUILD.files.includes(pathname)) event.respondWith(file(request, pathname));
});

/** The page from the network, or the kept one where that does not answer in time. */
async function page(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(CACHE)).match(PAGE);
  const fetched = fetch(request);
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
  try {
    const answer = await Promise.race([fetched, late]);
    if (answer?.ok) await renew(answer.clone());
    if (answer && answer.status < 500) return answer;
    return (await kept()) ?? answer ?? (await fetched);
  } catch (fault) {
    const own = await kept();
    if (own) return own;
    throw fault;
  }
}

/** Keeps the page as it is served now (it names the trust root), unless it belongs to a build that is not kept yet. */
async function renew(answer: Response): Promise<void> {
  const names = [...(await answer.clone().text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, name]) => name as string);
  if (names.length === 0 || !names.every((name) => BUILD.files.includes(name))) return;
  await (await caches.open(CACHE)).put(PAGE, answer);
}

async function file(request: Request, path: string): Promise<Response> {
  return (await (await caches.open(CACHE)).match(path)) ?? fetch(request);
}
