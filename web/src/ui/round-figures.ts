// Figures where there is room for little, as at an axis.
import { locale } from '@/i18n';
import { currencyExponent } from './money';

/** "12K". */
export function formatRoundCount(count: number): string {
  return new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

/** "€1.2K". */
export function formatRoundMoney(minor: number, currency: string): string {
  const amount = minor / 10 ** currencyExponent(currency);
  try {
    return new Intl.NumberFormat(locale(), { style: 'currency', currency, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }).format(amount);
  } catch {
    return `${formatRoundCount(amount)} ${currency}`;
  }
}
