import { useEffect, useRef } from 'react';
import { useVerifyEmail } from '@/api/account';
import { problemOf } from '@/api/problem';
import { useT } from '@/i18n';
import { LinkButton } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { EmptyState } from '@/ui/states';
import { useMailedToken } from './mailed-token';

/** Where the mailed link leads: opening it verifies the address, once. */
export function VerifyEmailPage() {
  const t = useT();
  const token = useMailedToken();
  const { mutate, ...verify } = useVerifyEmail();
  const sent = useRef(false);
  useEffect(() => {
    if (token === '' || sent.current) return;
    sent.current = true;
    mutate(token);
  }, [token, mutate]);
  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t('account.verifyTitle')} />
      {token === '' && <EmptyState title={t('account.badLink')}><p>{t('account.badLinkText')}</p></EmptyState>}
      {verify.isPending && <p role="status">{t('account.verifying')}</p>}
      {verify.isSuccess && <Notice kind="info" title={t('account.verified')}>{t('account.verifiedText')}</Notice>}
      {verify.isError && <Notice kind="problem" title={t('account.notVerified')}>{problemOf(verify.error).message}</Notice>}
      <p className="mt-6"><LinkButton to="/account">{t('account.toAccount')}</LinkButton></p>
    </div>
  );
}
