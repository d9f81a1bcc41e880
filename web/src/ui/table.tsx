import type { ReactNode } from 'react';
import { classes } from './classes';

interface TableProps {
  caption: string;
  columns: readonly { title: string; numeric?: boolean }[];
  children: ReactNode;
}

/** A table that scrolls by itself on a narrow screen, also by keyboard. */
export function Table({ caption, columns, children }: TableProps) {
  return (
    // The frame is a stop for the keyboard, because without one nobody could scroll it by arrow keys. What is only
    // heard lies in it, too: beside it, it would widen the page.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={caption} tabIndex={0} className="relative overflow-x-auto rounded-xl border border-line bg-surface">
      <table className="w-full border-collapse text-start text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-sunken">
          <tr>
            {columns.map(({ title, numeric }) => (
              <th key={title} scope="col" className={classes('px-4 py-3 font-semibold whitespace-nowrap', numeric ? 'text-end' : 'text-start')}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

export function Cell({ children, numeric, className }: { children: ReactNode; numeric?: boolean; className?: string }) {
  return <td className={classes('px-4 py-3 align-top', numeric && 'text-end tabular-nums', className)}>{children}</td>;
}

/** The cell that names its row. */
export function RowHeading({ children }: { children: ReactNode }) {
  return <th scope="row" className="min-w-40 px-4 py-3 text-start align-top font-semibold">{children}</th>;
}
