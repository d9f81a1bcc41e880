import type { Queue } from '@/api/schema';
import { useT } from '@/i18n';

/** How the order of those who came early is drawn, for those who want to check it. */
export function DrawnOrder({ order: { commitment, seed } }: { order: NonNullable<Queue['order']> }) {
  const t = useT();
  return (
    <details className="text-sm">
      <summary className="cursor-pointer font-semibold text-primary">{t('seats.roomFair')}</summary>
      <p className="mt-2 text-muted">{t('seats.roomFairText')}</p>
      <dl className="mt-2 flex flex-col gap-2">
        <Digits name={t('seats.roomCommitment')} value={commitment} />
        {seed && <Digits name={t('seats.roomSeed')} value={seed} />}
      </dl>
    </details>
  );
}

function Digits({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="font-semibold">{name}</dt>
      <dd dir="ltr" className="font-mono wrap-anywhere">{value}</dd>
    </div>
  );
}
