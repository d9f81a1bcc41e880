import { useEffect, type ReactNode } from 'react';

/** The heading of a page, which is also the title of the window. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Seatlog`;
  }, [title]);
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <h1 dir="auto" className="min-w-0 text-3xl font-extrabold tracking-tight text-balance wrap-anywhere">{title}</h1>
      {children}
    </div>
  );
}
