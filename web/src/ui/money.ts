import { locale } from '@/i18n';

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** "€45.00". */
export function formatMoney(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  try {
    return new Intl.NumberFormat(locale(), { style: 'currency', currency }).format(minor / 10 ** exponent);
  } catch {
    return spokenMoney(minor, currency);
  }
}

/** "45.00 EUR": for names that are read aloud, where a sign alone may be skipped. */
export function spokenMoney(minor: number, currency: string): string {
  const digits = currencyExponent(currency);
  const amount = new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${amount.format(minor / 10 ** digits)} ${currency}`;
}

/** What somebody typed as an amount, in minor units; undefined when it is no amount of that currency. */
export function parseMoney(text: string, currency: string): number | undefined {
  const exponent = currencyExponent(currency);
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > exponent) return undefined;
  return Number(whole + fraction.padEnd(exponent, '0'));
}

/** The amount as it would be typed into a field. */
export function moneyInput(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  return (minor / 10 ** exponent).toFixed(exponent);
}
