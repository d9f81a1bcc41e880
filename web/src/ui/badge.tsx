import { classes } from './classes';

const looks: Record<'good' | 'bad' | 'plain', string> = {
  good: 'bg-primary-soft text-primary-strong border-primary',
  bad: 'bg-accent-soft text-accent-strong border-accent',
  plain: 'bg-sunken text-ink border-line-strong',
};

/** A state in one word; the word says it, the colour only repeats it. */
export function Badge({ look, children }: { look: keyof typeof looks; children: string }) {
  return (
    <span className={classes('inline-block rounded-full border px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap', looks[look])}>
      {children}
    </span>
  );
}
