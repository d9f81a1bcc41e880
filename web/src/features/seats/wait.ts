import { useT } from '@/i18n';

/** About how long it still takes, in words that change at most once a minute; without an estimate, that nobody is let in. */
export function useWait(seconds: number | undefined): string {
  const t = useT();
  if (seconds === undefined) return t('seats.roomPaused');
  if (seconds < 60) return t('seats.roomUnderMinute');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? t('seats.roomMinutes', { count: minutes }) : t('seats.roomHours', { count: Math.round(minutes / 60) });
}
