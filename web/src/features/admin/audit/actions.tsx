import { Link } from 'react-router';
import { useAdminActions } from '@/api/audit';
import { problemOf } from '@/api/problem';
import type { AdminAction } from '@/api/schema';
import { useT } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { fromLocalInput, toLocalInput } from '@/ui/dates';
import { TextField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Loaded } from '@/features/admin/loaded';
import { IdField } from './id-field';

/** What admins and staff changed, and from where. */
export function ActionsOfAdmins() {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const filter = { actor_id: url.get('actor_id'), from: url.get('from'), to: url.get('to') };
  const actions = useAdminActions({ ...filter, cursor: trail.cursor });
  const problem = actions.isError ? problemOf(actions.error) : undefined;
  const wrong = (field: string) => problem?.errors.find((error) => error.field === field)?.message;
  const title = t('admin.adminActions');
  return (
    <>
      <div role="search" className="mb-4 grid grid-cols-1 items-start gap-4 sm:grid-cols-[2fr_1fr_1fr]">
        <IdField label={t('admin.actorId')} value={filter.actor_id} error={wrong('actor_id')} onChange={(id) => url.set('actor_id', id)} />
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            label={t(`admin.${end}`)}
            type="datetime-local"
            value={toLocalInput(filter[end] || undefined)}
            error={wrong(end)}
            onChange={({ target }) => url.set(end, fromLocalInput(target.value) ?? '')}
          />
        ))}
      </div>
      <Loaded of={actions} what={title} failed={t('admin.actionsUnshowable')} empty={t('admin.noActions')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[{ title: t('admin.when') }, { title: t('admin.action') }, { title: t('admin.subject') }, { title: t('admin.actor') }, { title: t('admin.address') }, { title: t('admin.facts') }]}
            >
              {items.map((action) => <ActionRow key={action.command_id} action={action} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

function ActionRow({ action }: { action: AdminAction }) {
  const t = useT();
  const { first_position: first, position: last } = action;
  return (
    <tr>
      <RowHeading><span className="font-normal whitespace-nowrap"><Moment at={action.at} /></span></RowHeading>
      <Cell className="font-mono text-xs">{action.action}</Cell>
      <Cell className="min-w-44 font-mono text-xs break-all">{action.subject ?? '–'}</Cell>
      <Cell className="min-w-44 font-mono text-xs">
        <Link to={`?actor_id=${action.actor_id}`} aria-label={t('admin.actionsOf', { id: action.actor_id })} className="break-all text-primary underline">{action.actor_id}</Link>
      </Cell>
      <Cell className="font-mono text-xs whitespace-nowrap">{action.address ?? '–'}</Cell>
      <Cell className="whitespace-nowrap">
        {first != null && last != null
          ? <Link to={`/admin/audit?after=${first - 1}`} className="text-primary underline">{first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`}</Link>
          : '–'}
      </Cell>
    </tr>
  );
}
