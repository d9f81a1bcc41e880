/** A name inside a sentence that may be written the other way round: neither turns the other around. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
