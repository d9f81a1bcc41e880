import type { ReactNode, Ref } from 'react';
import { classes } from './classes';

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('rounded-2xl border border-line bg-surface p-5 shadow-card', className)}>{children}</div>;
}

interface PanelProps {
  title: string;
  children: ReactNode;
  aside?: ReactNode;
  /** For a page that moves the focus here, when what had it is gone. */
  ref?: Ref<HTMLElement>;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, children, aside, ref }: PanelProps) {
  return (
    <section ref={ref} tabIndex={ref ? -1 : undefined} aria-label={title} className="min-w-0 rounded-2xl border border-line bg-surface p-5 shadow-card">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-bold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
