export type DiffPart = { readonly text: string; readonly isChanged: boolean };

/** A variable or a tag is one word. */
const WORDS = /\{[^{}]*\}|<[^<>]*>|\s+|[^\s{<]+|[{<]/g;
const WORDS_MAX = 600;

/** Two sayings word by word: what stays in both, and what only one of them has. Very long ones are told as a whole. */
export function diffWords(
  before: string,
  after: string,
): { readonly before: readonly DiffPart[]; readonly after: readonly DiffPart[] } {
  const [old, now] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  if (old.length > WORDS_MAX || now.length > WORDS_MAX)
    return { before: [{ text: before, isChanged: true }], after: [{ text: after, isChanged: true }] };
  const kept = keptIn(old, now);
  return {
    before: joined(old.map((text, at) => ({ text, isChanged: !kept.old.has(at) }))),
    after: joined(now.map((text, at) => ({ text, isChanged: !kept.now.has(at) }))),
  };
}

/** The longest common run of words, by their places in both. */
function keptIn(old: readonly string[], now: readonly string[]) {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = now.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const kept = { old: new Set<number>(), now: new Set<number>() };
  for (let row = 0, column = 0; row < old.length && column < now.length; ) {
    if (old[row] === now[column]) {
      kept.old.add(row++);
      kept.now.add(column++);
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return kept;
}

function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const out: DiffPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.isChanged === part.isChanged) out[out.length - 1] = { ...part, text: last.text + part.text };
    else out.push(part);
  }
  return out;
}
