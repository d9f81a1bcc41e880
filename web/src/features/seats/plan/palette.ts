// The theme's colours, for where there is no style sheet: on a canvas.
import { TIERS } from './prices';

export interface Palette {
  surface: string;
  sunken: string;
  line: string;
  quiet: string;
  ink: string;
  muted: string;
  chosen: string;
  onChosen: string;
  tiers: readonly string[];
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || 'gray';
  return {
    surface: token('surface'),
    sunken: token('sunken'),
    line: token('line'),
    quiet: token('line-strong'),
    ink: token('ink'),
    muted: token('muted'),
    chosen: token('accent'),
    onChosen: token('on-accent'),
    tiers: Array.from({ length: TIERS }, (_, tier) => token(`tier-${tier + 1}`)),
  };
}

/** Calls when the theme of the page changes. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
