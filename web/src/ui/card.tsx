import type { ReactNode } from 'react';
import { classes } from './classes';

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('rounded-2xl border border-line bg-surface p-5 shadow-card', className)}>{children}</div>;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-bold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
