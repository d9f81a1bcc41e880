import { useState } from 'react';
import { TextField } from '@/ui/field';

interface IdFieldProps {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  inputMode?: 'numeric';
  className?: string;
}

/** An id or a number that is pasted or typed; it counts on Enter or when the field is left. */
export function IdField({ label, value, error, onChange, inputMode, className }: IdFieldProps) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const done = () => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextField
      label={label}
      value={typed}
      error={error}
      className={className}
      {...(inputMode && { inputMode })}
      spellCheck={false}
      autoComplete="off"
      onChange={({ target }) => setTyped(target.value)}
      onBlur={done}
      onKeyDown={({ key }) => {
        if (key === 'Enter') done();
      }}
    />
  );
}
