// Keeps the pages, not what they show: that is kept by `src/api/kept-answers.ts`, and forgotten with the session.
// The build puts in the list of files and a name that changes with them.
const FILES = __FILES__;
const KEPT = __NAME__;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

/** What may change under its name comes from the server as long as that can be reached. */
const newest = (request, name) => fetch(request).catch(() => caches.match(name));

/** A file with a digest in its name never changes. */
const asset = async (request) => (await caches.match(request)) ?? fetch(request);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || /^\/(api|docs)(\/|$)/.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(newest(request, '/'));
  else if (!FILES.includes(pathname)) return;
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else event.respondWith(newest(request, pathname));
});
