import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { Button } from './button';

/** There is nothing here, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-2xl border border-dashed border-line-strong px-6 py-12 text-center">
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-2 flex flex-col items-center gap-4 text-muted">{children}</div>}
    </div>
  );
}

/** Something could not be shown: why, and a way to try again. */
export function ErrorState({ title, message, onRetry }: { title: string; message: string; onRetry?: () => void }) {
  const t = useT();
  return (
    <div role="alert" className="flex flex-col items-center gap-3 rounded-2xl border border-accent bg-accent-soft px-6 py-10 text-center">
      <p className="text-lg font-semibold">{title}</p>
      <p>{message}</p>
      {onRetry && <Button onClick={onRetry}>{t('shell.tryAgain')}</Button>}
    </div>
  );
}
