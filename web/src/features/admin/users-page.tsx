import { useState } from 'react';
import { Link } from 'react-router';
import { useChangeRole, useUsers } from '@/api/accounts';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { AdminUser, Role } from '@/api/schema';
import { Button } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { Dialog } from '@/ui/dialog';
import { SelectField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone } from '@/ui/toasts';

const roles: Record<Role, string> = {
  user: 'User: books for themselves',
  staff: 'Staff: reads the bookings of all',
  admin: 'Admin: may do everything',
};

export function UsersPage() {
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const users = useUsers({ q: filter.get('q'), cursor: trail.cursor });
  return (
    <>
      <PageTitle title="Users" />
      <div role="search" className="mb-6 block max-w-xl">
        <SearchField label="Search" value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder="Name or e-mail" />
      </div>
      {users.isPending && <LoadingLines what="the users" />}
      {users.isError && (
        <ErrorState title="The users cannot be shown" message={problemOf(users.error).message} onRetry={() => void users.refetch()} />
      )}
      {users.data?.items.length === 0 && <EmptyState title="No user matches" />}
      {users.data && users.data.items.length > 0 && (
        <>
          <Table caption="Users" columns={[{ title: 'Name' }, { title: 'E-mail' }, { title: 'Role' }, { title: 'Actions' }]}>
            {users.data.items.map((user) => <UserRow key={user.id} user={user} />)}
          </Table>
          <Pager trail={trail} nextCursor={users.data.next_cursor} of="users" />
        </>
      )}
    </>
  );
}

function UserRow({ user }: { user: AdminUser }) {
  const [asking, setAsking] = useState(false);
  return (
    <tr>
      <RowHeading>{user.name}</RowHeading>
      <Cell>{user.email}</Cell>
      <Cell>{user.role}</Cell>
      <Cell>
        <div className="flex items-center gap-4">
          <Button size="small" aria-label={`Change role of ${user.name}`} onClick={() => setAsking(true)}>Change role</Button>
          <Link to={`/admin/bookings?user_id=${user.id}`} aria-label={`Bookings of ${user.name}`} className="text-primary underline">Bookings</Link>
        </div>
        {asking && <RoleDialog user={user} onClose={() => setAsking(false)} />}
      </Cell>
    </tr>
  );
}

function why(problem: ApiProblem): string {
  return problem.slug === 'last-admin'
    ? 'This is the last administrator. Make somebody else one first.'
    : problem.message;
}

function RoleDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const change = useChangeRole();
  const [role, setRole] = useState<Role>(user.role);
  const submit = () => {
    if (role === user.role) {
      onClose();
      return;
    }
    change.mutate({ id: user.id, role }, {
      onSuccess: () => {
        sayDone(`${user.name} is now ${role}.`);
        onClose();
      },
    });
  };
  return (
    <Dialog title={`Role of ${user.name}`} onClose={onClose}>
      <SelectField
        label="Role"
        hint="A change logs them out everywhere at once."
        value={role}
        onChange={(event) => setRole(event.target.value as Role)}
      >
        {Object.entries(roles).map(([name, text]) => <option key={name} value={name}>{text}</option>)}
      </SelectField>
      {change.isError && <div className="mt-4"><Notice kind="problem" title="The role is not changed">{why(problemOf(change.error))}</Notice></div>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Leave it</Button>
        <Button look="primary" busy={change.isPending} onClick={submit}>Change the role</Button>
      </div>
    </Dialog>
  );
}
