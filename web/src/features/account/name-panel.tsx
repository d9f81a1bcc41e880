import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useChangeName } from '@/api/account';
import { problemOf } from '@/api/problem';
import type { User } from '@/api/schema';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { sayDone } from '@/ui/toasts';
import { z } from '@/ui/zod';

const schemaIn = (t: Translate) => z.object({ name: z.string().trim().min(1, t('account.enterName')) });

type Values = z.infer<ReturnType<typeof schemaIn>>;

export function NamePanel({ user }: { user: User }) {
  const t = useT();
  const change = useChangeName();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = useForm<Values>({
    resolver: zodResolver(schemaIn(t)),
    defaultValues: { name: user.name },
  });
  const submit = async ({ name }: Values) => {
    setFailure(undefined);
    try {
      await change.mutateAsync(name);
      sayDone(t('account.saved'));
    } catch (error) {
      setFailure(showAtFields(problemOf(error), sameName('name'), setError));
    }
  };
  return (
    <Panel title={t('account.details')}>
      <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-4">
        {failure && <Notice kind="problem" title={t('account.notSaved')}>{failure}</Notice>}
        <TextField label={t('account.name')} autoComplete="name" dir="auto" className="max-w-md" error={errors.name?.message} {...register('name')} />
        <Button type="submit" look="primary" className="self-start" busy={isSubmitting}>{t('account.save')}</Button>
      </form>
    </Panel>
  );
}
