import { LinkButton } from './button';
import type { CursorTrail } from './cursor-trail';

/** Links to the page before and the page after. */
export function Pager({ trail, nextCursor, of }: { trail: CursorTrail; nextCursor: string | null | undefined; of: string }) {
  if (trail.previous === undefined && !nextCursor) return null;
  return (
    <nav aria-label={`Pages of ${of}`} className="mt-6 flex items-center justify-center gap-4">
      {trail.previous !== undefined && <LinkButton to={trail.previous}>Previous page</LinkButton>}
      <span className="text-sm text-muted">Page {trail.pageNumber}</span>
      {nextCursor && <LinkButton to={trail.next(nextCursor)}>Next page</LinkButton>}
    </nav>
  );
}
