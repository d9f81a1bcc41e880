import { useEffect, useRef, useState } from 'react';
import { TextField } from './field';

interface SearchFieldProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  className?: string;
  /** For an amount of money instead of words. */
  amount?: boolean;
  error?: string | undefined;
}

const PAUSE_MS = 300;

/** A field that searches when the typing pauses, and at once on Enter or when it is left. */
export function SearchField({ label, value, onSearch, placeholder, className, amount = false, error }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address changed by itself, as by the back button: the field follows.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  const searchNow = (next: string) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setShown(next.trim());
    onSearch(next.trim());
  };

  const searchSoon = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => searchNow(next), PAUSE_MS);
  };

  return (
    <TextField
      label={label}
      type={amount ? 'text' : 'search'}
      inputMode={amount ? 'decimal' : 'search'}
      autoComplete="off"
      className={className}
      error={error}
      placeholder={placeholder}
      value={text}
      onChange={(change) => searchSoon(change.target.value)}
      onKeyDown={(key) => {
        if (key.key === 'Enter') searchNow(text);
      }}
      // Whoever follows a link must not be led back by a search that was still to come.
      onBlur={() => {
        if (timer.current !== undefined) searchNow(text);
      }}
    />
  );
}
