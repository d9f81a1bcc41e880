import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useLocation } from 'react-router';
import { z } from '@/ui/zod';
import { problemOf } from '@/api/problem';
import { login, useSession } from '@/api/session';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { useReturnPath } from './return-path';

const schema = z.object({
  email: z.string().trim().min(1, 'Enter your e-mail address.'),
  password: z.string().min(1, 'Enter your password.'),
});

type Values = z.infer<typeof schema>;

export function LoginPage() {
  const session = useSession();
  const returnPath = useReturnPath();
  const state = useLocation().state as unknown;
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schema),
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
      <PageTitle title="Log in" />
      <Card>
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-5">
          {failure && <Notice kind="problem" title="You are not logged in">{failure}</Notice>}
          <TextField label="E-mail" type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
          <TextField label="Password" type="password" autoComplete="current-password" error={errors.password?.message} {...register('password')} />
          <Button type="submit" look="primary" busy={isSubmitting}>Log in</Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        No account yet? <Link to="/register" state={state} className="font-semibold text-primary underline">Register</Link>
      </p>
    </div>
  );
}
