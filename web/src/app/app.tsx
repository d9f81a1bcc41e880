import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RouterProvider, type RouterProviderProps } from 'react-router';
import { clearOnSessionChange, createQueryClient } from '@/api/queries';
import { startSession } from '@/api/session';
import { Toasts } from '@/ui/toasts';

interface AppProps {
  router: RouterProviderProps['router'];
  /** How often a retryable read is tried again; tests want to see the failure at once. */
  retries?: number;
}

export function App({ router, retries }: AppProps) {
  const [queries] = useState(() => createQueryClient(retries));
  useEffect(() => {
    void startSession();
    return clearOnSessionChange(queries);
  }, [queries]);
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  );
}
