import type { ButtonHTMLAttributes } from 'react';
import { Link, type LinkProps } from 'react-router';
import { classes } from './classes';

type Look = 'primary' | 'secondary' | 'danger' | 'quiet';
type Size = 'small' | 'normal';

const looks: Record<Look, string> = {
  primary: 'bg-primary text-on-primary hover:bg-primary-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  danger: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  quiet: 'bg-transparent text-primary border-transparent hover:bg-primary-soft',
};

const sizes: Record<Size, string> = {
  small: 'min-h-9 px-3 py-1 text-sm',
  normal: 'min-h-11 px-5 py-2',
};

function shape(look: Look, size: Size, className?: string): string {
  return classes(
    'inline-flex items-center justify-center gap-2 rounded-lg border font-semibold transition-colors',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-70 disabled:cursor-not-allowed disabled:opacity-70',
    looks[look], sizes[size], className,
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: Size;
  /** While its work is under way, a button keeps the focus and its name, but does nothing; so does one that is `aria-disabled`. */
  busy?: boolean;
}

export function Button({ look = 'secondary', size = 'normal', busy = false, className, onClick, children, type = 'button', 'aria-disabled': disabled, ...rest }: ButtonProps) {
  const closed = busy || disabled === true;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={closed || undefined}
      aria-busy={busy || undefined}
      onClick={(click) => {
        if (closed) click.preventDefault();
        else onClick?.(click);
      }}
      className={shape(look, size, className)}
    >
      {busy && <span aria-hidden="true" className="size-4 animate-spin rounded-full border-2 border-current border-e-transparent" />}
      {children}
    </button>
  );
}

interface LinkButtonProps extends LinkProps {
  look?: Look;
  size?: Size;
}

/** A link that looks like a button: it leads somewhere and does nothing else. */
export function LinkButton({ look = 'secondary', size = 'normal', className, ...rest }: LinkButtonProps) {
  return <Link {...rest} className={shape(look, size, className)} />;
}
