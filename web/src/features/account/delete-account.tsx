import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useDeleteAccount } from '@/api/account';
import { problemOf } from '@/api/problem';
import { endSession } from '@/api/session';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

/** Says what is lost and what stays, and asks for the password: a page left open must not be enough. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const erase = useDeleteAccount();
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const problem = erase.isError ? problemOf(erase.error) : undefined;
  const atPassword = problem?.slug === 'wrong-password' ? problem.message : undefined;
  const deleted = useRef(false);
  // The session ends when this page is left: with the page still there, it would lead to log in.
  useEffect(() => () => {
    if (!deleted.current) return;
    endSession();
    sayDone(t('account.deleted'));
  }, [t]);
  const leave = () => {
    deleted.current = true;
    void navigate('/');
  };
  const submit = () => {
    setMissing(password === '');
    if (password === '') return;
    erase.mutate(password, {
      onSuccess: leave,
    });
  };
  return (
    <Dialog title={t('account.deleteTitle')} onClose={onClose}>
      <ul className="mb-4 list-inside list-disc">
        <li>{t('account.deleteAll')}</li>
        <li>{t('account.deleteTickets')}</li>
        <li>{t('account.deleteForGood')}</li>
      </ul>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <TextField
          label={t('account.confirmPassword')}
          type="password"
          autoComplete="current-password"
          value={password}
          error={missing ? t('account.enterPassword') : atPassword}
          onChange={(change) => setPassword(change.target.value)}
        />
        {problem && !atPassword && <div className="mt-4"><Notice kind="problem" title={t('account.notDeleted')}>{problem.message}</Notice></div>}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('account.keepAccount')}</Button>
          <Button type="submit" look="danger" busy={erase.isPending}>{t('account.delete')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
