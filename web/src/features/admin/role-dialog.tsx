import { useState } from 'react';
import { useChangeRole } from '@/api/accounts';
import { problemOf, type ApiProblem } from '@/api/problem';
import { roleName } from '@/api/role-names';
import type { AdminUser, Role } from '@/api/schema';
import { t as text, useT, type TextKey } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { SelectField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

const may: Record<Role, TextKey> = { user: 'admin.userMay', staff: 'admin.staffMay', admin: 'admin.adminMay' };

export function whyNotAccount(problem: ApiProblem): string {
  return problem.slug === 'last-admin' ? text('admin.lastAdmin') : problem.message;
}

export function RoleDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const t = useT();
  const change = useChangeRole();
  const [role, setRole] = useState<Role>(user.role);
  const { name } = user;
  const submit = () => {
    if (role === user.role) {
      onClose();
      return;
    }
    change.mutate({ id: user.id, role }, {
      onSuccess: () => {
        sayDone(t('admin.roleChanged', { name, role: roleName(role) }));
        onClose();
      },
    });
  };
  const problem = change.isError ? problemOf(change.error) : undefined;
  const atRole = problem?.errors.find(({ field }) => field === 'role')?.message;
  return (
    <Dialog title={t('admin.roleOf', { name })} onClose={onClose}>
      <SelectField
        label={t('admin.role')}
        hint={t('admin.roleHint')}
        error={atRole}
        value={role}
        onChange={(event) => setRole(event.target.value as Role)}
      >
        {(Object.entries(may) as [Role, TextKey][]).map(([each, what]) => <option key={each} value={each}>{`${roleName(each)}: ${t(what)}`}</option>)}
      </SelectField>
      {problem && !atRole && <div className="mt-4"><Notice kind="problem" title={t('admin.roleNotChanged')}>{whyNotAccount(problem)}</Notice></div>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.leaveIt')}</Button>
        <Button look="primary" busy={change.isPending} onClick={submit}>{t('admin.changeTheRole')}</Button>
      </div>
    </Dialog>
  );
}
