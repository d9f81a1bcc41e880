import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { Link } from 'react-router';
import { useForgotPassword } from '@/api/account';
import { problemOf } from '@/api/problem';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { z } from '@/ui/zod';

const schemaIn = (t: Translate) => z.object({ email: z.email(t('account.emailLike')) });

type Values = z.infer<ReturnType<typeof schemaIn>>;

/** The answer is the same whether or not the address has an account: nobody learns that here. */
export function ForgotPasswordPage() {
  const t = useT();
  const forgot = useForgotPassword();
  const { register, handleSubmit, formState: { errors } } = useForm<Values>({ resolver: zodResolver(schemaIn(t)), defaultValues: { email: '' } });
  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t('account.forgotTitle')} />
      <Card>
        {forgot.isSuccess && <Notice kind="info" title={t('account.linkSent')}>{t('account.linkSentText', { email: forgot.variables })}</Notice>}
        {!forgot.isSuccess && (
          <form noValidate onSubmit={(event) => void handleSubmit(({ email }) => forgot.mutate(email))(event)} className="flex flex-col gap-5">
            <p>{t('account.forgotText')}</p>
            {forgot.isError && <Notice kind="problem" title={problemOf(forgot.error).message} />}
            <TextField label={t('account.email')} type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
            <Button type="submit" look="primary" busy={forgot.isPending}>{t('account.sendLink')}</Button>
          </form>
        )}
      </Card>
      <p className="mt-6 text-center">
        <Link to="/login" className="font-semibold text-primary underline">{t('account.backToLogin')}</Link>
      </p>
    </div>
  );
}
