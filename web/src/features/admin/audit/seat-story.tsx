import { Link } from 'react-router';
import { useSeatStory } from '@/api/audit';
import { problemOf } from '@/api/problem';
import type { SeatEpisode, SeatStory } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { useUrlFilter } from '@/ui/cursor-trail';
import { formatDateTime } from '@/ui/dates';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { EventPicker } from '@/features/admin/event-picker';
import { IdField } from './id-field';
import { RefusalReason } from './refusal-reason';

/** All that ever happened to one seat. */
export function SeatStoryPage() {
  const t = useT();
  const url = useUrlFilter();
  const [eventId, seat] = [url.get('event_id'), url.get('seat')];
  const story = useSeatStory(eventId, seat);
  const problem = story.isError ? problemOf(story.error) : undefined;
  const unknown = problem?.slug === 'not-found';
  return (
    <>
      <div role="search" className="mb-6 grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <EventPicker value={eventId} onChange={(id) => url.set('event_id', id)} none={t('admin.chooseEvent')} />
        <IdField label={t('admin.seatName')} value={seat} error={unknown ? t('admin.noSuchSeat') : undefined} onChange={(next) => url.set('seat', next)} />
      </div>
      {(eventId === '' || seat === '') && <EmptyState title={t('admin.nameASeat')}><p>{t('admin.seatNamesLike')}</p></EmptyState>}
      {story.isLoading && <LoadingLines what={t('admin.theStory')} />}
      {problem && !unknown && <ErrorState title={t('admin.storyUnshowable')} message={problem.message} onRetry={() => void story.refetch()} />}
      {story.data && <Story seat={seat} story={story.data} />}
    </>
  );
}

function Story({ seat, story }: { seat: string; story: SeatStory }) {
  const t = useT();
  if (story.items.length === 0 && story.refused.length === 0) return <EmptyState title={t('admin.nothingHappened', { seat })} />;
  return (
    <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[3fr_2fr]">
      <section aria-label={t('admin.seatStory')}>
        <ol className="border-s-2 border-line-strong">
          {story.items.map((episode) => <Episode key={episode.position} episode={episode} />)}
        </ol>
      </section>
      <section aria-labelledby="refused">
        <h2 id="refused" className="mb-3 text-lg font-bold">{t('admin.refusedSeat')}</h2>
        {story.refused.length === 0 && <p className="text-muted">{t('admin.nobodyRefused')}</p>}
        <ul className="flex flex-col gap-3">
          {story.refused.map(({ at, user_id, reason }) => (
            <li key={`${at} ${user_id}`} className="rounded-xl border border-line bg-surface p-3 text-sm">
              <p className="font-semibold"><RefusalReason reason={reason} /></p>
              <p><Moment at={at} /></p>
              <p className="font-mono text-xs break-all">{user_id}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const happenings: Record<string, TextKey> = {
  SeatsHeld: 'admin.seatHeld', HoldExtended: 'admin.seatExtended', HoldReleased: 'admin.seatReleased', HoldExpired: 'admin.seatExpired',
  SeatsBooked: 'admin.seatBooked', BookingCancelled: 'admin.seatCancelled', SeatsBlocked: 'admin.seatBlocked', SeatsUnblocked: 'admin.seatUnblocked',
};

function Episode({ episode }: { episode: SeatEpisode }) {
  const t = useT();
  const happened = happenings[episode.type];
  return (
    <li className="relative mb-5 ps-6">
      <span aria-hidden="true" className="absolute -start-[0.55rem] top-1.5 size-4 rounded-full border-2 border-primary bg-surface" />
      <p className="font-semibold">{happened ? t(happened) : episode.type}</p>
      <p className="text-sm text-muted">
        <Moment at={episode.recorded_at} />
        {', '}
        <Link to={`/admin/audit?after=${episode.position - 1}`} className="text-primary underline">{t('admin.atPosition', { position: formatCount(episode.position) })}</Link>
      </p>
      {episode.expires_at && <p className="text-sm">{t('admin.until', { time: formatDateTime(episode.expires_at) })}</p>}
      {episode.user_id && (
        <p className="font-mono text-xs break-all">
          <Link to={`/admin/audit?user_id=${episode.user_id}`} aria-label={t('admin.factsOfUser', { id: episode.user_id })} className="text-primary underline">{episode.user_id}</Link>
        </p>
      )}
    </li>
  );
}
