import { useState, type ReactNode } from 'react';
import { useT } from '@/i18n';

/** The figures of a chart as a table, for whoever does not read charts. It is made when somebody opens it. */
export function Figures({ of: name, children }: { of: string; children: () => ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-2" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary className="py-1 text-sm font-semibold text-primary">{t('admin.asTable')}<span className="sr-only">: {name}</span></summary>
      {open && <div className="mt-3 max-h-96 overflow-auto">{children()}</div>}
    </details>
  );
}
