import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useLocation } from 'react-router';
import { z } from '@/ui/zod';
import { useRegister } from '@/api/accounts';
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
  name: z.string().trim().min(1, 'Enter your name.'),
  email: z.email('Enter an e-mail address such as maria@example.org.'),
  password: z.string().min(12, 'Use at least 12 characters.').max(128, 'Use at most 128 characters.'),
});

type Values = z.infer<typeof schema>;

export function RegisterPage() {
  const session = useSession();
  const returnPath = useReturnPath();
  const state = useLocation().state as unknown;
  const registration = useRegister();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schema),
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
        setError('email', { type: 'server', message: 'This address already has an account.' }, { shouldFocus: true });
      } else {
        setFailure(showAtFields(problem, sameName('name', 'email', 'password'), setError));
      }
    }
  };

  return (
    <div className="mx-auto max-w-md">
      <PageTitle title="Register" />
      <Card>
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-5">
          {failure && <Notice kind="problem" title="You are not registered">{failure}</Notice>}
          <TextField label="Name" autoComplete="name" error={errors.name?.message} {...register('name')} />
          <TextField label="E-mail" type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
          <TextField
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters. A few words in a row do well."
            error={errors.password?.message}
            {...register('password')}
          />
          <Button type="submit" look="primary" busy={isSubmitting}>Register</Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        Already registered? <Link to="/login" state={state} className="font-semibold text-primary underline">Log in</Link>
      </p>
    </div>
  );
}
