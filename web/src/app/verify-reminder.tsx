import { useState } from 'react';
import { useResendVerification } from '@/api/account';
import { problemOf } from '@/api/problem';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { sayDone, sayFailed } from '@/ui/toasts';

const KEY = 'seatlog-verify-dismissed';

function dismissed(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** Reminds whoever has not verified their address, until waved away for this visit. */
export function VerifyReminder() {
  const t = useT();
  const session = useSession();
  const [waved, setWaved] = useState(dismissed);
  const resend = useResendVerification();
  if (session.status !== 'signed-in' || session.user.email_verified || waved) return null;
  const { email } = session.user;
  const dismiss = () => {
    setWaved(true);
    try {
      sessionStorage.setItem(KEY, '1');
    } catch {
      // Without storage it comes back with the next page load.
    }
  };
  return (
    <section aria-label={t('shell.verifyTitle')} className="border-b border-line bg-primary-soft print:hidden">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 text-sm sm:px-6">
        <p className="min-w-0 wrap-anywhere"><strong>{t('shell.verifyTitle')}</strong> {t('shell.verifyText', { email })}</p>
        <div className="flex gap-2">
          <Button
            size="small"
            busy={resend.isPending}
            onClick={() => resend.mutate(undefined, {
              onSuccess: () => sayDone(t('shell.verifySent', { email })),
              onError: (error) => sayFailed(problemOf(error).message),
            })}
          >
            {t('shell.verifySend')}
          </Button>
          <Button size="small" look="quiet" onClick={dismiss}>{t('shell.dismiss')}</Button>
        </div>
      </div>
    </section>
  );
}
