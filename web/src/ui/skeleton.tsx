import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { classes } from './classes';

/** A grey shape where something will stand. */
export function Bone({ className }: { className?: string }) {
  return <div aria-hidden="true" className={classes('animate-pulse rounded-lg bg-sunken', className)} />;
}

/** Says that something is loading to those who cannot see the grey shapes. */
export function Loading({ what, children }: { what: string; children: ReactNode }) {
  const t = useT();
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t('shell.loading', { what })}</span>
      {children}
    </div>
  );
}

export function LoadingLines({ what, lines = 4 }: { what: string; lines?: number }) {
  return (
    <Loading what={what}>
      <div className="flex flex-col gap-3">
        {Array.from({ length: lines }, (_, line) => <Bone key={line} className="h-12" />)}
      </div>
    </Loading>
  );
}
