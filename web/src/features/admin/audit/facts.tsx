import { Link } from 'react-router';
import { useFacts } from '@/api/audit';
import { problemOf } from '@/api/problem';
import { useSummary } from '@/api/reports';
import type { AuditedFact } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { Cell, RowHeading, Table } from '@/ui/table';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { IdField } from './id-field';

/** As the log writes them, in every language. */
const types = [
  'EventCreated', 'EventUpdated', 'EventPublished', 'EventCancelled', 'EventDeleted', 'SeatsHeld', 'HoldExtended', 'HoldReleased', 'HoldExpired',
  'SeatsBooked', 'BookingCancelled', 'SeatsBlocked', 'SeatsUnblocked', 'UserRegistered', 'RoleChanged', 'UserErased',
];

/** So many facts a page has, and so many the newest page shows. */
const PAGE = 20;

/** The log itself: fact by fact, with what each says and how it is sealed. */
export function Facts() {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const filter = { after: url.get('after'), event_id: url.get('event_id'), user_id: url.get('user_id'), type: url.get('type') };
  const facts = useFacts({ ...filter, cursor: trail.cursor });
  const head = useSummary().data?.position;
  const problem = facts.isError ? problemOf(facts.error) : undefined;
  const wrong = (field: string) => problem?.errors.find((error) => error.field === field)?.message;
  return (
    <>
      <div role="search" className="mb-4 grid grid-cols-1 items-start gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)_auto]">
        <EventPicker value={filter.event_id} onChange={(id) => url.set('event_id', id)} none={t('admin.allStreams')} />
        <SelectField label={t('admin.type')} value={filter.type} error={wrong('type')} onChange={({ target }) => url.set('type', target.value)}>
          <option value="">{t('admin.all')}</option>
          {types.map((type) => <option key={type}>{type}</option>)}
        </SelectField>
        <IdField label={t('admin.userId')} value={filter.user_id} error={wrong('user_id')} onChange={(id) => url.set('user_id', id)} />
        <IdField label={t('admin.afterPosition')} inputMode="numeric" value={filter.after} error={wrong('after')} onChange={(after) => url.set('after', after)} />
        <Button className="mt-6" aria-disabled={head === undefined} onClick={() => url.set('after', String(Math.max((head ?? 0) - PAGE, 0)))}>{t('admin.newest')}</Button>
      </div>
      <Loaded of={facts} what={t('admin.theFacts')} failed={t('admin.factsUnshowable')} empty={t('admin.noFacts')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={t('admin.facts')}
              columns={[{ title: t('admin.position'), numeric: true }, { title: t('admin.recorded') }, { title: t('admin.type') }, { title: t('admin.stream') }, { title: t('admin.actor') }, { title: t('admin.says') }]}
            >
              {items.map((fact) => <FactRow key={fact.position} fact={fact} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={t('admin.facts')} />
          </>
        )}
      </Loaded>
    </>
  );
}

function FactRow({ fact }: { fact: AuditedFact }) {
  const t = useT();
  const position = formatCount(fact.position);
  const known: [string, string | null | undefined][] = [
    [t('admin.hash'), fact.hash], [t('admin.command'), fact.command_id], [t('admin.request'), fact.correlation_id],
    [t('admin.sequence'), formatCount(fact.sequence)], [t('admin.version'), fact.version],
  ];
  return (
    <tr>
      <RowHeading><span className="tabular-nums">{position}</span></RowHeading>
      <Cell className="whitespace-nowrap"><Moment at={fact.recorded_at} /></Cell>
      <Cell className="font-mono text-xs">{fact.type}</Cell>
      <Cell className="min-w-44 font-mono text-xs">{fact.stream_type} <span className="break-all">{fact.stream}</span></Cell>
      <Cell className="min-w-44 font-mono text-xs">
        {fact.actor_id ? <Link to={`?user_id=${fact.actor_id}`} aria-label={t('admin.factsOfUser', { id: fact.actor_id })} className="break-all text-primary underline">{fact.actor_id}</Link> : '–'}
      </Cell>
      <Cell className="min-w-72">
        <details>
          <summary className="font-semibold text-primary">{t('admin.details')}<span className="sr-only">: {position}</span></summary>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long fact is scrolled by the arrow keys */}
          <pre tabIndex={0} role="region" aria-label={t('admin.factSays', { position })} className="my-2 max-h-72 max-w-xl overflow-auto rounded-lg bg-sunken p-3 text-xs" dir="ltr">{JSON.stringify(fact.payload, null, 2)}</pre>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs">
            {known.filter(([, value]) => value).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="font-mono break-all">{value}</dd>
              </div>
            ))}
          </dl>
          <Link to={`/admin/reports?as_of=${fact.position}`} className="mt-2 inline-block text-primary underline">{t('admin.reportsThen')}<span className="sr-only">: {position}</span></Link>
        </details>
      </Cell>
    </tr>
  );
}
