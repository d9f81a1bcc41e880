import { locale } from '@/i18n';

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

export function formatShare(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** "1 seat", "12 seats". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
