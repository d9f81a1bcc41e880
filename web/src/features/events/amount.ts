/** An amount as somebody types it, with a point or a comma, as the server reads it; undefined when it is none. */
export function amountOf(text: string): string | undefined {
  const match = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, whole = '', fraction] = match;
  return fraction === undefined ? whole : `${whole}.${fraction}`;
}
