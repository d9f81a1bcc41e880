import { expect, test } from 'vitest';
import { formatDateTime, fromLocalInput, startOfDay, toLocalInput } from './dates';
import { currencyExponent, formatMoney, moneyInput, parseMoney, spokenMoney } from './money';
import { formatRoundMoney } from './round-figures';

test('money has the decimals of its currency', () => {
  expect(formatMoney(4500, 'EUR')).toBe('€45.00');
  expect(formatMoney(4500, 'JPY')).toContain('4,500');
  expect(spokenMoney(4500, 'KWD')).toBe('4.500 KWD');
  expect(spokenMoney(4500, 'EUR')).toBe('45.00 EUR');
});

test('a currency has the decimals of ISO 4217, whatever is customary where it is used', () => {
  const having = (decimals: number, ...codes: string[]) => expect(codes.filter((code) => currencyExponent(code) !== decimals)).toEqual([]);
  having(0, 'BIF', 'CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'XAF', 'XOF', 'XPF');
  having(2, 'EUR', 'AFN', 'ALL', 'COP', 'HUF', 'IDR', 'LAK', 'LBP', 'MGA', 'MMK', 'PKR');
  having(3, 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND');
  having(4, 'CLF', 'UYW');
  expect(formatMoney(450_000, 'HUF')).toBe('HUF\u00a04,500.00');
  expect(formatRoundMoney(450_000, 'HUF')).toBe('HUF\u00a04.5K');
  expect(spokenMoney(4500, 'IQD')).toBe('4.500 IQD');
  expect(parseMoney('4500', 'HUF')).toBe(450_000);
  expect(moneyInput(450_000, 'HUF')).toBe('4500.00');
});

test('an amount is typed with a point or a comma, and with no more decimals than the currency has', () => {
  expect(parseMoney('45', 'EUR')).toBe(4500);
  expect(parseMoney('45,5', 'EUR')).toBe(4550);
  expect(parseMoney('0.07', 'EUR')).toBe(7);
  expect(parseMoney('45.001', 'EUR')).toBeUndefined();
  expect(parseMoney('45.5', 'JPY')).toBeUndefined();
  expect(parseMoney('-1', 'EUR')).toBeUndefined();
  expect(moneyInput(4550, 'EUR')).toBe('45.50');
});

test('a moment names the zone it is shown in', () => {
  expect(formatDateTime('2027-03-01T19:30:00Z')).toMatch(/Mar.*2027.*UTC/);
});

test('what a field shows is what it gives back', () => {
  expect(fromLocalInput(toLocalInput('2027-03-01T19:30:00.000Z'))).toBe('2027-03-01T19:30:00.000Z');
  expect(fromLocalInput('tomorrow')).toBeUndefined();
});

test('a day begins at its midnight and ends at the next', () => {
  expect(startOfDay('2027-02-28')).toBe('2027-02-28T00:00:00.000Z');
  expect(startOfDay('2027-02-28', 1)).toBe('2027-03-01T00:00:00.000Z');
  expect(startOfDay('')).toBeUndefined();
});
