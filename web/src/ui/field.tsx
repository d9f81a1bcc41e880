import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { classes } from './classes';

interface Around {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** The label is heard, not seen: for rows of fields under a common heading. */
  labelHidden?: boolean;
  className?: string | undefined;
}

const box = 'w-full min-w-0 rounded-lg border bg-surface px-3 text-ink placeholder:text-muted '
  + 'aria-invalid:border-accent aria-invalid:ring-1 aria-invalid:ring-accent border-line-strong';

/** The button of a field for files fills the field's height, so that the file's name stands in its middle. */
const files = 'cursor-pointer py-1.5 ps-1.5 file:me-3 file:h-full file:cursor-pointer file:rounded-md file:border-0 '
  + 'file:bg-primary-soft file:px-3 file:font-semibold file:text-ink';

interface Wiring {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** The label, hint and error around a control, tied to it for those who hear the page. */
function Field({ label, hint, error, labelHidden, className, children }: Around & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-sm font-semibold'}>{label}</label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
      {hint && <p id={`${id}-hint`} className="text-sm text-muted">{hint}</p>}
      {error && <p id={`${id}-error`} className="text-sm font-semibold text-accent">{error}</p>}
    </div>
  );
}

type Bare<Attributes> = Omit<Attributes, 'id' | 'className'>;

export function TextField({ label, hint, error, labelHidden, className, ref, ...rest }:
Around & Bare<InputHTMLAttributes<HTMLInputElement>> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Field {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => <input {...rest} {...wiring} ref={ref} className={classes(box, 'h-11', rest.type === 'file' && files)} />}
    </Field>
  );
}

export function TextArea({ label, hint, error, labelHidden, className, ref, ...rest }:
Around & Bare<TextareaHTMLAttributes<HTMLTextAreaElement>> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <Field {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => <textarea rows={4} {...rest} {...wiring} ref={ref} className={classes(box, 'py-2')} />}
    </Field>
  );
}

export function SelectField({ label, hint, error, labelHidden, className, ref, children, ...rest }:
Around & Bare<SelectHTMLAttributes<HTMLSelectElement>> & { ref?: Ref<HTMLSelectElement> }) {
  return (
    <Field {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => <select {...rest} {...wiring} ref={ref} className={classes(box, 'h-11')}>{children}</select>}
    </Field>
  );
}
