/** The label after this one: B after A, AA after Z, 13 after 12, R8 after R7. */
function nextLabel(label: string): string {
  const number = /^(.*?)(\d+)$/.exec(label);
  if (number) return `${number[1] ?? ''}${Number(number[2]) + 1}`;
  if (!/^[A-Z]+$/.test(label)) return '';
  const letters = Array.from(label);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const letter = letters[at] ?? 'A';
    if (letter !== 'Z') {
      letters[at] = String.fromCharCode(letter.charCodeAt(0) + 1);
      return letters.join('');
    }
    letters[at] = 'A';
  }
  return `A${letters.join('')}`;
}

/** So many labels that go on from the last one. */
export function labelsAfter(last: string | undefined, count: number): string[] {
  const labels: string[] = [];
  let label = last;
  for (let made = 0; made < count; made += 1) {
    label = label === undefined ? 'A' : nextLabel(label);
    labels.push(label);
  }
  return labels;
}
