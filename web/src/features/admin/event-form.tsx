import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { problemOf } from '@/api/problem';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { zoneName } from '@/ui/dates';
import { TextArea, TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { showAtFields } from '@/ui/show-at-fields';
import { formField } from './event-form-fields';
import { eventForm, type EventFormValues } from './event-form-values';
import { SeatingFields } from './seating-fields';

interface EventFormProps {
  values: EventFormValues;
  submit: string;
  /** Does what the form is for; what it throws is explained on the page. */
  onSubmit: (values: EventFormValues) => Promise<void>;
  /** Only a new event can begin as a draft. */
  isNew?: boolean;
}

export function EventForm({ values, submit, onSubmit, isNew = false }: EventFormProps) {
  const form = useForm<EventFormValues>({ resolver: zodResolver(eventForm), defaultValues: values });
  const { register, handleSubmit, setError, formState: { errors, isSubmitting } } = form;
  const [failure, setFailure] = useState<string>();

  const send = async (checked: EventFormValues) => {
    setFailure(undefined);
    try {
      await onSubmit(checked);
    } catch (error) {
      const problem = problemOf(error);
      setFailure(problem.slug === 'plan-in-use'
        ? 'Seats of this event have been booked, so its seating and its currency can no longer change.'
        : showAtFields(problem, formField, setError));
    }
  };

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void handleSubmit(send)(event)} className="flex flex-col gap-6">
        <Panel title="The event">
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label="Name" error={errors.name?.message} {...register('name')} />
            <TextField label="Place" error={errors.venue?.message} {...register('venue')} />
            <TextArea className="sm:col-span-2" label="Description" error={errors.description?.message} {...register('description')} />
            <TextField
              className="sm:col-span-2"
              label="Address of a picture"
              type="url"
              hint="Begins with http:// or https://. Leave it empty for none."
              error={errors.image_url?.message}
              {...register('image_url')}
            />
          </div>
        </Panel>
        <Panel title="Times">
          <p className="mb-4 text-sm text-muted">All times are in your zone, {zoneName()}.</p>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label="Starts" type="datetime-local" error={errors.starts_at?.message} {...register('starts_at')} />
            <TextField label="Ends" hint="May be left empty." type="datetime-local" error={errors.ends_at?.message} {...register('ends_at')} />
            <TextField label="Sales open" hint="Empty: when it is published." type="datetime-local" error={errors.sales_open_at?.message} {...register('sales_open_at')} />
            <TextField label="Sales close" hint="Empty: when it starts." type="datetime-local" error={errors.sales_close_at?.message} {...register('sales_close_at')} />
          </div>
        </Panel>
        <Panel title="Sale">
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label="Currency" hint="Three letters, such as EUR." maxLength={3} autoCapitalize="characters" error={errors.currency?.message} {...register('currency')} />
            <TextField label="Most seats per person" type="number" min={1} max={10_000} error={errors.max_seats_per_user?.message} {...register('max_seats_per_user')} />
          </div>
        </Panel>
        <SeatingFields />
        {isNew && (
          <label className="flex items-center gap-3">
            <input type="checkbox" className="size-5 accent-primary" {...register('draft')} />
            <span>Keep it as a draft: nobody sees it until it is published</span>
          </label>
        )}
        {failure && <Notice kind="problem" title="Nothing was saved">{failure}</Notice>}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="primary" busy={isSubmitting}>{submit}</Button>
          <LinkButton to="/admin/events">Back without saving</LinkButton>
        </div>
      </form>
    </FormProvider>
  );
}
