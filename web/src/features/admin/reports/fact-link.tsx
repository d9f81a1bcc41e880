import { Link } from 'react-router';
import type { Figure } from '@/api/reports';
import { useT } from '@/i18n';

interface FactLinkProps {
  figure: Figure;
  /** Of what: it is heard after the figure. */
  of: string;
  shown: string;
  /** As of when it was asked for. */
  as_of: string;
  event_id?: string;
  from?: string;
  to?: string;
}

/** A figure that leads to the facts which add up to it, as of the same moment: not of now, when there may be more. */
export function FactLink({ figure, of: what, shown, ...narrower }: FactLinkProps) {
  const t = useT();
  const wanted = new URLSearchParams({ figure });
  for (const [name, value] of Object.entries(narrower)) if (value) wanted.set(name, value);
  return (
    <Link to={`/admin/reports/facts?${wanted}`} aria-label={t('admin.factsBehind', { figure: shown, what })} className="text-primary underline">
      {shown}
    </Link>
  );
}
