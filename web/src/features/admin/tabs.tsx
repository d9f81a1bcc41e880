import type { ReactNode } from 'react';

/** Links to the parts of a page; the one shown is marked. On a phone they are moved sideways. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav
      aria-label={label}
      className="mb-6 flex gap-1 overflow-x-auto rounded-xl border border-line bg-sunken p-1 [&>a]:shrink-0 [&>a]:rounded-lg [&>a]:px-4 [&>a]:py-2 [&>a]:text-sm [&>a]:font-semibold [&>a:hover]:bg-primary-soft [&>a[aria-current=page]]:bg-surface [&>a[aria-current=page]]:text-primary [&>a[aria-current=page]]:shadow-card"
    >
      {children}
    </nav>
  );
}
