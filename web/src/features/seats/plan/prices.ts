// Prices as colours: the dearest first, as many as can be told apart.
import type { Section } from '@/api/schema';

/** As many as the theme has colours that are told apart by everybody. */
export const TIERS = 6;

export interface Tier {
  /** The least and the most of its prices, in minor units. */
  least: number;
  most: number;
}

/** The prices in at most six groups, neighbours together when there are more. */
export function tiersOf(sections: readonly Section[]): Tier[] {
  const prices = [...new Set(sections.map(({ price_minor }) => price_minor))].sort((one, other) => other - one);
  const groups = Math.min(prices.length, TIERS);
  return Array.from({ length: groups }, (_, group) => {
    const from = Math.floor((group * prices.length) / groups);
    const to = Math.floor(((group + 1) * prices.length) / groups) - 1;
    return { most: prices[from] ?? 0, least: prices[to] ?? 0 };
  });
}

export function tierOf(tiers: readonly Tier[], price: number): number {
  return Math.max(tiers.findIndex(({ least }) => price >= least), 0);
}
