import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useChangePassword, useForgotPassword } from '@/api/account';
import { problemOf } from '@/api/problem';
import type { User } from '@/api/schema';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { TextField } from '@/ui/field';
import { newPassword } from '@/ui/new-password';
import { Notice } from '@/ui/notice';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { sayDone, sayFailed } from '@/ui/toasts';
import { z } from '@/ui/zod';

const schemaIn = (t: Translate) => z.object({
  old_password: z.string().min(1, t('account.enterOldPassword')),
  new_password: newPassword(t),
});

type Values = z.infer<ReturnType<typeof schemaIn>>;

/** Changes the password for who knows the old one; a mailed link helps who does not. */
export function PasswordPanel({ user }: { user: User }) {
  const t = useT();
  return (
    <Panel title={t('account.password')}>
      <p className="mb-4 text-sm text-muted">{t('account.changePasswordText')}</p>
      <PasswordForm user={user} />
      <ForgottenPassword user={user} />
    </Panel>
  );
}

function PasswordForm({ user }: { user: User }) {
  const t = useT();
  const change = useChangePassword();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, reset, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schemaIn(t)),
    defaultValues: { old_password: '', new_password: '' },
  });
  const submit = async (values: Values) => {
    setFailure(undefined);
    try {
      await change.mutateAsync(values);
      reset();
      sayDone(t('account.passwordChanged'));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.slug === 'wrong-password') {
        setError('old_password', { type: 'server', message: problem.message }, { shouldFocus: true });
      } else {
        setFailure(showAtFields(problem, sameName('old_password', 'new_password'), setError));
      }
    }
  };
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-4">
      {failure && <Notice kind="problem" title={t('account.notReset')}>{failure}</Notice>}
      {/* Keeps of passwords ask whose it is. */}
      <input type="email" aria-label={t('account.email')} autoComplete="username" value={user.email} readOnly hidden />
      <TextField
        label={t('account.oldPassword')}
        type="password"
        autoComplete="current-password"
        className="max-w-md"
        error={errors.old_password?.message}
        {...register('old_password')}
      />
      <TextField
        label={t('account.newPassword')}
        type="password"
        autoComplete="new-password"
        className="max-w-md"
        hint={t('account.passwordHint')}
        error={errors.new_password?.message}
        {...register('new_password')}
      />
      <Button type="submit" look="primary" className="self-start" busy={isSubmitting}>{t('account.changePassword')}</Button>
    </form>
  );
}

function ForgottenPassword({ user }: { user: User }) {
  const t = useT();
  const forgot = useForgotPassword();
  const send = () => forgot.mutate(user.email, {
    onSuccess: () => sayDone(t('account.verificationSent', { email: user.email })),
    onError: (error) => sayFailed(problemOf(error).message),
  });
  return (
    <div className="mt-6 flex flex-wrap items-center gap-3">
      <p className="text-sm text-muted">{t('account.forgot')}</p>
      <Button size="small" busy={forgot.isPending} onClick={send}>{t('account.sendLink')}</Button>
    </div>
  );
}
