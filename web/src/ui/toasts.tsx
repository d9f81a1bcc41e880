import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useT } from '@/i18n';

// Most visits see no toast: its code comes with the first one.
const load = () => import('react-toastify');
const Container = lazy(async () => ({ default: (await load()).ToastContainer }));

let wanted = false;
const listeners = new Set<() => void>();

async function say(kind: 'success' | 'error', text: string): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  const { toast } = await load();
  toast[kind](text);
}

/** Says that something the user asked for has happened. What a page has to say stands on the page instead. */
export function sayDone(text: string): void {
  void say('success', text);
}

/** Says that something failed which has no place of its own on the page. */
export function sayFailed(text: string): void {
  void say('error', text);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function Toasts() {
  const t = useT();
  const shown = useSyncExternalStore(listen, () => wanted);
  if (!shown) return null;
  return (
    <Suspense>
      <Container position="bottom-right" autoClose={6000} pauseOnFocusLoss aria-label={t('shell.results')} />
    </Suspense>
  );
}
