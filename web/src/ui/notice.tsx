import type { ReactNode } from 'react';
import { classes } from './classes';

/** Something the page has to say about what was done or could not be done; announced when it appears. */
export function Notice({ kind, title, children }: { kind: 'problem' | 'info'; title: string; children?: ReactNode }) {
  return (
    <div
      role={kind === 'problem' ? 'alert' : 'status'}
      className={classes(
        'rounded-lg border-s-4 p-4',
        kind === 'problem' ? 'border-accent bg-accent-soft' : 'border-primary bg-primary-soft',
      )}
    >
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1 text-sm">{children}</div>}
    </div>
  );
}
