/** What the right arrow adds to a place in a row: 1, or -1 where pages are written from right to left. */
export function sidewards(): 1 | -1 {
  return document.documentElement.dir === 'rtl' ? -1 : 1;
}
