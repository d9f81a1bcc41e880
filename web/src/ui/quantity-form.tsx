import { useState, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { Button } from './button';
import { TextField } from './field';

interface QuantityFormProps {
  label: string;
  submit: string;
  most: number;
  onSubmit: (quantity: number) => void;
  children?: ReactNode;
}

/** Asks how many, and takes nothing but a whole number within the limit. */
export function QuantityForm({ label, submit, most, onSubmit, children }: QuantityFormProps) {
  const t = useT();
  const [text, setText] = useState('2');
  const [error, setError] = useState<string>();
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const quantity = Number(text);
        const good = Number.isInteger(quantity) && quantity >= 1 && quantity <= most;
        setError(good ? undefined : t('shell.numberFrom1To', { most }));
        if (good) onSubmit(quantity);
      }}
    >
      <TextField
        className="w-40"
        label={label}
        type="number"
        inputMode="numeric"
        min={1}
        max={most}
        value={text}
        error={error}
        onChange={(change) => setText(change.target.value)}
      />
      {children}
      <Button type="submit" className="mt-6">{submit}</Button>
    </form>
  );
}
