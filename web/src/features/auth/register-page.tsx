import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useLocation } from 'react-router';
import { z } from '@/ui/zod';
import { useRegister } from '@/api/accounts';
import { problemOf } from '@/api/problem';
import { login, useSession } from '@/api/session';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { newPassword } from '@/ui/new-password';
import { useReturnPath } from './return-path';

const schemaIn = (t: Translate) => z.object({
  name: z.string().trim().min(1, t('account.enterName')),
  email: z.email(t('account.emailLike')),
  password: newPassword(t),
});

type Values = z.infer<ReturnType<typeof schemaIn>>;

export function RegisterPage() {
  const t = useT();
  const session = useSession();
  const returnPath = useReturnPath();
  const state = useLocation().state as unknown;
  const registration = useRegister();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schemaIn(t)),
    defaultValues: { name: '', email: '', password: '' },
  });

  if (session.status === 'signed-in') return <Navigate to={returnPath} replace />;

  const submit = async (values: Values) => {
    setFailure(undefined);
    try {
      await registration.mutateAsync(values);
      await login({ email: values.email, password: values.password });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.slug === 'email-taken') {
        setError('email', { type: 'server', message: t('account.emailTaken') }, { shouldFocus: true });
      } else {
        setFailure(showAtFields(problem, sameName('name', 'email', 'password'), setError));
      }
    }
  };

  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t('shell.register')} />
      <Card>
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-5">
          {failure && <Notice kind="problem" title={t('account.notRegistered')}>{failure}</Notice>}
          <TextField label={t('account.name')} autoComplete="name" error={errors.name?.message} {...register('name')} />
          <TextField label={t('account.email')} type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
          <TextField
            label={t('account.password')}
            type="password"
            autoComplete="new-password"
            hint={t('account.passwordHint')}
            error={errors.password?.message}
            {...register('password')}
          />
          <Button type="submit" look="primary" busy={isSubmitting}>{t('shell.register')}</Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        {t('account.alreadyRegistered')} <Link to="/login" state={state} className="font-semibold text-primary underline">{t('shell.logIn')}</Link>
      </p>
    </div>
  );
}
