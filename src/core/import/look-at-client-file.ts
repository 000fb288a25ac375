import { done, type Outcome } from "../kernel/outcome.ts";
import { CLIENT_FIELDS, type ClientKey } from "./client-form.ts";
import { KNOWN_SYSTEMS } from "./known-systems.ts";
import type { FileRefusal, ImportFile } from "./model.ts";
import { readFirstRows, readHead, refuseUnreadable } from "./read-table.ts";
import { matchColumns } from "./rules/cell.ts";

const ROWS_SHOWN = 3;

/** A file of clients at first sight. */
export type ClientFileLook = {
  readonly headings: readonly string[];
  /** Its first rows, cell by cell. */
  readonly rows: readonly (readonly string[])[];
  /** Which heading seems to hold what. */
  readonly columns: Readonly<Partial<Record<ClientKey, string>>>;
  /** The system whose headings these are, when they are not ours. */
  readonly source: string | undefined;
};

/**
 * Looks at a file of clients before anything is asked of it: what its columns are called, and which of them hold what, by
 * our own form or by that of a known system, whichever finds more; of equals ours. Whether the rows can be taken it does
 * not decide.
 */
export async function lookAtClientFile(file: ImportFile): Promise<Outcome<ClientFileLook, FileRefusal>> {
  const head = await readHead(file);
  if (!head.ok) return head;
  const { headings } = head.value;
  const forms = [{ source: undefined, columns: {} }, ...KNOWN_SYSTEMS];
  const isKnown = (some: readonly string[]): boolean =>
    forms.some(({ columns }) => Object.keys(matchColumns(CLIENT_FIELDS, some, columns).places).length > 0);
  const unreadable = refuseUnreadable(headings, isKnown);
  if (unreadable !== undefined) return unreadable;
  const tried = forms.map(({ source, columns }) => {
    const { places } = matchColumns(CLIENT_FIELDS, headings, columns);
    return { source, places: Object.entries(places) };
  });
  const best = tried.reduce((most, one) => (one.places.length > most.places.length ? one : most));
  return done({
    headings,
    rows: await readFirstRows(head.value, ROWS_SHOWN),
    columns: Object.fromEntries(best.places.map(([key, place]) => [key, headings[place] ?? ""])),
    source: best.source,
  });
}
