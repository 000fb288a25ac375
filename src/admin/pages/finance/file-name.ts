/** What the file systems of those who download do not take, marks that turn the reading about, and blanks. */
const UNSAFE = /[\\/:*?"<>|\s\p{Cc}\p{Cf}\p{Cs}]+/gu;
/** Names of people and services are long at times, a file's name may not be: 255 bytes, two to a letter. */
const NARROWED_MAX = 80;

/**
 * The name of a file of the page: what it has, of whom and what alone, of which days.
 *
 * «Итоги по дням Анна Белова 2026-11-01–2026-11-27.csv»
 */
export function fileName(of: {
  readonly what: string;
  readonly narrowedTo: readonly string[];
  readonly days: string;
}): string {
  const narrowed = Array.from(of.narrowedTo.map(safe).filter(Boolean).join(", "));
  const cut = narrowed.slice(0, NARROWED_MAX).join("").trim();
  return `${[of.what, cut, of.days].filter(Boolean).join(" ")}.csv`;
}

const safe = (name: string): string => name.replace(UNSAFE, " ").trim();
