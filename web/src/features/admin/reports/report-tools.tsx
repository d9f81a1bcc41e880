import type { ReactNode } from 'react';

/** What narrows a report, and what is done with it, above its figures. */
export function ReportTools({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
      <div role="search" className="flex min-w-0 grow flex-wrap items-end gap-4">{children}</div>
      {action}
    </div>
  );
}
