import { locale } from '@/i18n';
// Those of ISO 4217 that are not 2. A test in the server's `money.rs` fails when it counts otherwise.
import notTwo from './currency-decimals.json';

const decimals = new Map<string, number>(Object.entries(notTwo));

/**
 * How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. The browser is not asked: it knows how many
 * are customary, as 0 for HUF, and the server counts in what ISO 4217 says, as 2 for HUF.
 */
export function currencyExponent(currency: string): number {
  return decimals.get(currency) ?? 2;
}

const exactly = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

/** "€45.00". */
export function formatMoney(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  try {
    return new Intl.NumberFormat(locale(), { style: 'currency', currency, ...exactly(exponent) }).format(minor / 10 ** exponent);
  } catch {
    return spokenMoney(minor, currency);
  }
}

/** "45.00 EUR": for names that are read aloud, where a sign alone may be skipped. */
export function spokenMoney(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  return `${new Intl.NumberFormat(locale(), exactly(exponent)).format(minor / 10 ** exponent)} ${currency}`;
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
