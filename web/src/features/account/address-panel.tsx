import { useMe, useResendVerification } from '@/api/account';
import { problemOf } from '@/api/problem';
import type { User } from '@/api/schema';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { sayDone, sayFailed } from '@/ui/toasts';

/** The address, and the link that verifies it. */
export function AddressPanel({ user }: { user: User }) {
  const t = useT();
  const me = useMe();
  const resend = useResendVerification();
  const outcome = {
    onSuccess: () => sayDone(t('account.verificationSent', { email: user.email })),
    onError: (error: Error) => sayFailed(problemOf(error).message),
  };
  return (
    <Panel title={t('account.address')}>
      <p className="flex flex-wrap items-center gap-3">
        <bdi className="wrap-anywhere font-semibold">{user.email}</bdi>
        {me.data && <Badge look={me.data.email_verified ? 'good' : 'plain'}>{me.data.email_verified ? t('account.isVerified') : t('account.unverified')}</Badge>}
      </p>
      {me.data?.email_verified === false && (
        <Button className="mt-4" busy={resend.isPending} onClick={() => resend.mutate(undefined, outcome)}>{t('account.sendVerification')}</Button>
      )}
    </Panel>
  );
}
