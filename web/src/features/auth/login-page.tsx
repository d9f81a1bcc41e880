import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useLocation } from 'react-router';
import { z } from '@/ui/zod';
import { problemOf } from '@/api/problem';
import { login, useSession } from '@/api/session';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { useReturnPath } from './return-path';

const schemaIn = (t: Translate) => z.object({
  email: z.string().trim().min(1, t('account.enterEmail')),
  password: z.string().min(1, t('account.enterPassword')),
});

type Values = z.infer<ReturnType<typeof schemaIn>>;

export function LoginPage() {
  const t = useT();
  const session = useSession();
  const returnPath = useReturnPath();
  const state = useLocation().state as unknown;
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schemaIn(t)),
    defaultValues: { email: '', password: '' },
  });

  if (session.status === 'signed-in') return <Navigate to={returnPath} replace />;

  const submit = async (values: Values) => {
    setFailure(undefined);
    try {
      await login(values);
    } catch (error) {
      setFailure(showAtFields(problemOf(error), sameName('email', 'password'), setError));
    }
  };

  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t('shell.logIn')} />
      <Card>
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-5">
          {session.status === 'anonymous' && session.expired && !failure && <Notice kind="info" title={t('account.sessionOver')}>{t('account.sessionOverText')}</Notice>}
          {failure && <Notice kind="problem" title={t('account.notLoggedIn')}>{failure}</Notice>}
          <TextField label={t('account.email')} type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
          <TextField label={t('account.password')} type="password" autoComplete="current-password" error={errors.password?.message} {...register('password')} />
          <Button type="submit" look="primary" busy={isSubmitting}>{t('shell.logIn')}</Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        <Link to="/forgot-password" className="font-semibold text-primary underline">{t('account.forgot')}</Link>
      </p>
      <p className="mt-3 text-center">
        {t('account.noAccountYet')} <Link to="/register" state={state} className="font-semibold text-primary underline">{t('shell.register')}</Link>
      </p>
    </div>
  );
}
