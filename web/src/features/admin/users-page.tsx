import { useState } from 'react';
import { Link } from 'react-router';
import { useEndSessions, useUsers } from '@/api/accounts';
import { problemOf } from '@/api/problem';
import { roleName } from '@/api/role-names';
import type { AdminUser } from '@/api/schema';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { Moment } from '@/ui/moment';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone, sayFailed } from '@/ui/toasts';
import { EraseUserDialog } from './erase-user';
import { Loaded } from './loaded';
import { RoleDialog, whyNotAccount } from './role-dialog';

export function UsersPage() {
  const t = useT();
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const users = useUsers({ q: filter.get('q'), cursor: trail.cursor });
  const title = t('admin.users');
  return (
    <>
      <PageTitle title={title} />
      <div role="search" className="mb-6 max-w-xl">
        <SearchField label={t('admin.search')} value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder={t('admin.nameOrEmail')} />
      </div>
      <Loaded of={users} what={t('admin.theUsers')} failed={t('admin.usersUnshowable')} empty={t('admin.noUserMatches')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[{ title: t('admin.name') }, { title: t('admin.email') }, { title: t('admin.role') }, { title: t('admin.since') }, { title: t('admin.actions') }]}
            >
              {items.map((user) => <UserRow key={user.id} user={user} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

function UserRow({ user }: { user: AdminUser }) {
  const t = useT();
  const session = useSession();
  const [asking, setAsking] = useState<'role' | 'erase'>();
  const { id, name } = user;
  // Whoever erases their own account does so on their account page, with their password.
  const self = session.status === 'signed-in' && session.user.id === id;
  const close = () => setAsking(undefined);
  return (
    <tr>
      <RowHeading><bdi className="wrap-anywhere">{name}</bdi></RowHeading>
      <Cell className="min-w-48">
        <span className="wrap-anywhere">{user.email}</span>
        {!user.email_verified && <div className="text-xs text-muted">{t('admin.notVerifiedAddress')}</div>}
      </Cell>
      <Cell><Badge look={user.role === 'user' ? 'plain' : 'good'}>{roleName(user.role)}</Badge></Cell>
      <Cell className="whitespace-nowrap"><Moment at={user.created_at} /></Cell>
      <Cell>
        <div className="flex w-max items-center gap-2">
          <Button size="small" aria-label={t('admin.changeRoleOf', { name })} onClick={() => setAsking('role')}>{t('admin.changeRole')}</Button>
          {!self && <EndSessions user={user} />}
          {!self && <Button size="small" look="danger" aria-label={t('admin.eraseUser', { name })} onClick={() => setAsking('erase')}>{t('admin.erase')}</Button>}
        </div>
        <div className="mt-2 flex gap-4">
          <Link to={`/admin/bookings?user_id=${id}`} aria-label={t('admin.bookingsOfBuyer', { name })} className="text-primary underline">{t('admin.bookings')}</Link>
          <Link to={`/admin/reports/users?user_id=${id}`} aria-label={t('admin.historyOf', { name })} className="text-primary underline">{t('admin.history')}</Link>
        </div>
        {asking === 'role' && <RoleDialog user={user} onClose={close} />}
        {asking === 'erase' && <EraseUserDialog user={user} onClose={close} />}
      </Cell>
    </tr>
  );
}

/** For a device that was lost: nothing is gone, and whoever it is logs in again. */
function EndSessions({ user: { id, name } }: { user: AdminUser }) {
  const t = useT();
  const end = useEndSessions();
  const click = () => end.mutate(id, {
    onSuccess: () => sayDone(t('admin.sessionsEnded', { name })),
    onError: (error) => sayFailed(t('admin.sessionsNotEnded', { name, reason: whyNotAccount(problemOf(error)) })),
  });
  return <Button size="small" aria-label={t('admin.endSessionsOf', { name })} busy={end.isPending} onClick={click}>{t('admin.endSessions')}</Button>;
}
