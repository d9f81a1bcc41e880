import { useState } from 'react';
import { useEraseUser } from '@/api/accounts';
import { problemOf } from '@/api/problem';
import type { AdminUser } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';
import { whyNotAccount } from './role-dialog';

/** Nothing brings a person back: the address has to be typed, so that nobody erases the wrong one. */
export function EraseUserDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const t = useT();
  const erase = useEraseUser();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const { name, email } = user;
  const submit = () => {
    const same = typed.trim().toLowerCase() === email.toLowerCase();
    setWrong(!same);
    if (!same) return;
    erase.mutate(user.id, {
      onSuccess: () => {
        sayDone(t('admin.userErased', { name }));
        onClose();
      },
    });
  };
  return (
    <Dialog title={t('admin.eraseTitle', { name })} onClose={onClose}>
      <ul className="mb-4 list-inside list-disc">
        <li>{t('admin.eraseAll')}</li>
        <li>{t('admin.eraseBookings')}</li>
        <li>{t('admin.forGood')}</li>
      </ul>
      <TextField
        label={t('admin.typeAddress', { email })}
        value={typed}
        error={wrong ? t('admin.notThisAddress') : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      {erase.isError && <div className="mt-4"><Notice kind="problem" title={t('admin.notErased')}>{whyNotAccount(problemOf(erase.error))}</Notice></div>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.keepAccount')}</Button>
        <Button look="danger" busy={erase.isPending} onClick={submit}>{t('admin.eraseAccount')}</Button>
      </div>
    </Dialog>
  );
}
