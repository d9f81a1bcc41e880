import { useT } from '@/i18n';
import { LinkButton } from './button';
import type { CursorTrail } from './cursor-trail';

/** Links to the page before and the page after. */
export function Pager({ trail, nextCursor, of }: { trail: CursorTrail; nextCursor: string | null | undefined; of: string }) {
  const t = useT();
  if (trail.first === undefined && !nextCursor) return null;
  return (
    <nav aria-label={t('shell.pagesOf', { what: of })} className="mt-6 flex flex-wrap items-center justify-center gap-4">
      {trail.first !== undefined && trail.first !== trail.previous && <LinkButton to={trail.first} look="quiet">{t('shell.firstPage')}</LinkButton>}
      {trail.previous !== undefined && <LinkButton to={trail.previous}>{t('shell.previousPage')}</LinkButton>}
      <span className="text-sm text-muted">{t('shell.page', { number: trail.pageNumber })}</span>
      {nextCursor && <LinkButton to={trail.next(nextCursor)}>{t('shell.nextPage')}</LinkButton>}
    </nav>
  );
}
