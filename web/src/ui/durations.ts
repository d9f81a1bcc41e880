import { locale } from '@/i18n';

/** "1.2 s", "3 min", "2 hr": as long as it takes, in the unit that fits. */
export function formatDuration(ms: number): string {
  const [value, unit] = ms < 60_000 ? [ms / 1_000, 'second'] : ms < 3_600_000 ? [ms / 60_000, 'minute'] : [ms / 3_600_000, 'hour'];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
