// What a browser calls itself, in words that its owner knows. Each list is in the order in which the first that
// fits is right: Edge says that it is Chrome too, and Chrome that it is Safari.
const browsers: [RegExp, string][] = [[/Edg/, 'Edge'], [/OPR/, 'Opera'], [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS/, 'Chrome'], [/Safari/, 'Safari']];
const systems: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']];

const first = (list: [RegExp, string][], text: string) => list.find(([sign]) => sign.test(text))?.[1];

/** Both, or neither when the text is of another kind. */
export function deviceOf(userAgent: string | null | undefined): { browser: string; system: string } | undefined {
  const browser = first(browsers, userAgent ?? '');
  const system = first(systems, userAgent ?? '');
  return browser !== undefined && system !== undefined ? { browser, system } : undefined;
}
