import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { FormProvider, useForm, useWatch, type Path } from 'react-hook-form';
import { problemOf } from '@/api/problem';
import type { EventInput } from '@/api/schema';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { zoneName } from '@/ui/dates';
import { TextArea, TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sameName, showAtFields } from '@/ui/show-at-fields';
import { sectionsOf, type Draft } from './draft';
import { eventDetails, inputOf, type EventDetails } from './event-details';
import { PictureField } from './picture-field';
import { PlanBuilder } from './plan-builder';
import { usePlan } from './use-plan';

interface EventFormProps {
  /** To begin with: what they become while the form is open does not count as changed here. */
  details: EventDetails;
  /** The plan to begin with. */
  plan: () => Draft;
  submit: string;
  /** Does what the form is for; what it throws is explained on the page. */
  onSubmit: (input: EventInput, before: EventInput) => Promise<void>;
  /** Only a new event can begin as a draft. */
  isNew?: boolean;
}

const fields = Object.keys(eventDetails.shape) as Path<EventDetails>[];

/** The server names a field by its place in what was sent. */
const fieldOf = (name: string) => sameName(...fields)(name.replace('waiting_room.', ''));

export function EventForm({ details: begun, plan: begin, submit, onSubmit, isNew = false }: EventFormProps) {
  const t = useT();
  const [details] = useState(begun);
  const form = useForm<EventDetails>({ resolver: zodResolver(eventDetails), defaultValues: details });
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = form;
  const currency = useWatch({ control: form.control, name: 'currency' });
  const plan = usePlan(begin, currency);
  const [failure, setFailure] = useState<string>();

  const send = async (checked: EventDetails) => {
    setFailure(undefined);
    if (!plan.check()) return;
    const whole = (one: EventDetails, draft: Draft): EventInput => ({ ...inputOf(one), seating: { sections: sectionsOf(draft, one.currency) } });
    try {
      await onSubmit(whole(checked, plan.draft), whole(details, plan.first));
    } catch (error) {
      const problem = problemOf(error);
      const left = plan.refuse(problem.errors);
      const rest = left.length < problem.errors.length && left.length === 0
        ? undefined
        : showAtFields({ message: problem.message, errors: left }, fieldOf, setError);
      setFailure(problem.slug === 'plan-in-use' ? t('editor.planInUse') : rest);
    }
  };

  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => void handleSubmit(send, () => void plan.check(false))(event)}
        className="flex flex-col gap-6"
      >
        <Panel title={t('editor.event')}>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label={t('editor.name')} error={errors.name?.message} {...register('name')} />
            <TextField label={t('editor.place')} error={errors.venue?.message} {...register('venue')} />
            <TextArea className="sm:col-span-2" label={t('editor.description')} error={errors.description?.message} {...register('description')} />
            <PictureField />
          </div>
        </Panel>
        <Panel title={t('editor.times')}>
          <p className="mb-4 text-sm text-muted">{t('editor.zone', { zone: zoneName() })}</p>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label={t('editor.starts')} type="datetime-local" error={errors.starts_at?.message} {...register('starts_at')} />
            <TextField label={t('editor.ends')} hint={t('editor.mayBeEmpty')} type="datetime-local" error={errors.ends_at?.message} {...register('ends_at')} />
            <TextField label={t('editor.opens')} hint={t('editor.emptyOpens')} type="datetime-local" error={errors.sales_open_at?.message} {...register('sales_open_at')} />
            <TextField label={t('editor.closes')} hint={t('editor.emptyCloses')} type="datetime-local" error={errors.sales_close_at?.message} {...register('sales_close_at')} />
          </div>
        </Panel>
        <Panel title={t('editor.sale')}>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label={t('editor.currency')} hint={t('editor.currencyHint')} maxLength={3} autoCapitalize="characters" error={errors.currency?.message} {...register('currency')} />
            <TextField label={t('editor.most')} type="number" min={1} max={10_000} error={errors.max_seats_per_user?.message} {...register('max_seats_per_user')} />
            <TextField label={t('editor.admit')} hint={t('editor.admitHint')} type="number" min={0} max={60_000} error={errors.admit_per_minute?.message} {...register('admit_per_minute')} />
          </div>
        </Panel>
        <PlanBuilder plan={plan} />
        {isNew && (
          <label className="flex items-center gap-3">
            <input type="checkbox" className="size-5 accent-primary" {...register('draft')} />
            <span>{t('editor.keepDraft')}</span>
          </label>
        )}
        {failure && <Notice kind="problem" title={t('editor.notSaved')}>{failure}</Notice>}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="primary" busy={isSubmitting}>{submit}</Button>
          <LinkButton to="/admin/events">{t('editor.back')}</LinkButton>
        </div>
      </form>
    </FormProvider>
  );
}
