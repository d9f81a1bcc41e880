import { useEffect } from 'react';

/** Whoever has opened a ticket can open it without a network from then on: the pages are kept by the service worker. */
export function useOffline(): void {
  useEffect(() => {
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      // Without one, as in a private window, tickets are shown as long as there is a network.
      navigator.serviceWorker.register('/sw.js').catch(() => undefined);
    }
  }, []);
}
