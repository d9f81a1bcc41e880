import axe from 'axe-core';
import { expect } from 'vitest';

/** No rule is off. Colours cannot be computed without a browser: those are checked in the browser's test. */
export async function expectNoViolations(): Promise<void> {
  const { violations } = await axe.run(document.documentElement, { resultTypes: ['violations'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}
