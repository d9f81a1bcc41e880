import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useResetPassword } from '@/api/account';
import { problemOf } from '@/api/problem';
import { endSession } from '@/api/session';
import { useT, type Translate } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { EmptyState } from '@/ui/states';
import { z } from '@/ui/zod';
import { useMailedToken } from './mailed-token';
import { newPassword } from '@/ui/new-password';

const schemaIn = (t: Translate) => z.object({ password: newPassword(t) });

type Values = z.infer<ReturnType<typeof schemaIn>>;

/** Where the mailed link of a forgotten password leads. */
export function ResetPasswordPage() {
  const t = useT();
  const token = useMailedToken();
  const reset = useResetPassword();
  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t('account.resetTitle')} />
      {reset.isSuccess && <PasswordSet />}
      {!reset.isSuccess && token === '' && (
        <EmptyState title={t('account.badLink')}>
          <p>{t('account.badLinkText')}</p>
          <LinkButton to="/forgot-password" look="primary">{t('account.askAgain')}</LinkButton>
        </EmptyState>
      )}
      {!reset.isSuccess && token !== '' && <PasswordForm token={token} reset={reset} />}
    </div>
  );
}

function PasswordSet() {
  const t = useT();
  return (
    <div className="flex flex-col items-start gap-6">
      <Notice kind="info" title={t('account.passwordSet')}>{t('account.passwordSetText')}</Notice>
      <LinkButton to="/login" look="primary">{t('shell.logIn')}</LinkButton>
    </div>
  );
}

function PasswordForm({ token, reset }: { token: string; reset: ReturnType<typeof useResetPassword> }) {
  const t = useT();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schemaIn(t)),
    defaultValues: { password: '' },
  });
  const submit = async ({ password }: Values) => {
    setFailure(undefined);
    try {
      await reset.mutateAsync({ token, password });
      endSession();
    } catch (error) {
      setFailure(showAtFields(problemOf(error), sameName('password'), setError));
    }
  };
  return (
    <Card>
      <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-5">
        {failure && <Notice kind="problem" title={t('account.notReset')}>{failure}</Notice>}
        <TextField
          label={t('account.newPassword')}
          type="password"
          autoComplete="new-password"
          hint={t('account.passwordHint')}
          error={errors.password?.message}
          {...register('password')}
        />
        <Button type="submit" look="primary" busy={isSubmitting}>{t('account.setPassword')}</Button>
      </form>
    </Card>
  );
}
