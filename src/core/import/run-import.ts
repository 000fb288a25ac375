import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Queryable } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { FileRefusal, ImportRun, RejectedCell, TableRow } from "./model.ts";
import { FileChanged, FOUND_MAX, openTable, readRows, type Table, type TableForm } from "./read-table.ts";

export type ImportRefusal = FileRefusal | "import_rows_rejected";

/** One way through the whole file: what it remembers from batch to batch, and what it counted. */
export type Pass<Key extends string, Counts> = {
  /** Decides on some rows and writes nothing. */
  check(via: Queryable, rows: readonly TableRow<Key>[]): Promise<readonly RejectedCell[]>;
  /** Decides on them anew, holding what it decides on, and writes. */
  write(tx: Tx, rows: readonly TableRow<Key>[]): Promise<readonly RejectedCell[]>;
  counts(): Counts;
};

export type ImportSteps<Key extends string, Counts> = {
  readonly form: TableForm<Key>;
  /** Whether a row can be taken is known only when it is: the check is the writing, taken back. */
  readonly isCheckedByWriting?: true;
  /** Rows that cannot be taken are told and left out, as long as there are others: their pass writes the rest. */
  readonly leavesOutRejected?: boolean | undefined;
  readonly begin: (table: Table<Key>) => Pass<Key, Counts>;
};

/** What came of an import, with what is said of every one. */
export type Imported<Counts> = Counts & {
  readonly isDryRun: boolean;
  /** Columns of the file that the form does not know: they are left out. */
  readonly ignoredColumns: readonly string[];
};

/** How much of the time is the check's. */
const CHECK_SHARE = 0.15;
/** Until the transaction is over nothing is written. */
const WRITTEN_SHARE = 0.98;

/**
 * Runs an import: the whole file is checked before anything is written, and all of it is written in one transaction, or
 * nothing: a refusal, a kill or a failure in the middle leaves the database as it was. Rows that may be left out are known
 * before, and all the others are written as one. Memory stays flat however long the file is.
 */
export async function runImport<Key extends string, Counts>(
  app: App,
  run: ImportRun,
  steps: ImportSteps<Key, Counts>,
): Promise<Outcome<Imported<Counts>, ImportRefusal>> {
  try {
    return await runOnce(app, run, steps);
  } catch (error) {
    if (error instanceof FileChanged) return refuse("import_file_changed");
    throw error;
  }
}

async function runOnce<Key extends string, Counts>(
  app: App,
  run: ImportRun,
  { form, begin, isCheckedByWriting, leavesOutRejected = false }: ImportSteps<Key, Counts>,
): Promise<Outcome<Imported<Counts>, ImportRefusal>> {
  const opened = await openTable(run.file, form);
  if (!opened.ok) return opened;
  const table = opened.value;
  const { isDryRun, onProgress = () => undefined } = run;
  const answer = { isDryRun, ignoredColumns: table.columns.ignored };
  // What the check told of a row is not told again while the others are written.
  const told = new Set<number>();
  const checkShare = isCheckedByWriting === true ? 0 : isDryRun ? 1 : CHECK_SHARE;

  if (isCheckedByWriting !== true) {
    const pass = begin(table);
    const checked = await walk(run, table, {
      ...{ told, leavesOutRejected },
      step: (rows) => pass.check(app.db, rows),
      onProgress: (share) => onProgress(share * checkShare),
    });
    if (!checked.ok) return checked;
    if (isDryRun) return done({ ...pass.counts(), ...answer });
  }

  let rehearsed: Counts | undefined;
  const written = await inTransaction<Imported<Counts>, ImportRefusal | "only_a_check">(
    app.db,
    {},
    async (tx) => {
      const writing = begin(table);
      const walked = await walk(run, table, {
        ...{ told, leavesOutRejected },
        step: (rows) => writing.write(tx, rows),
        onProgress: (share) => onProgress(checkShare + share * (WRITTEN_SHARE - checkShare)),
      });
      if (!walked.ok) return walked;
      rehearsed = writing.counts();
      // A refusal takes back what was written.
      return isDryRun ? refuse("only_a_check") : done({ ...rehearsed, ...answer });
    },
  );
  if (written.ok || written.refusal === "only_a_check") onProgress(1);
  if (written.ok || written.refusal !== "only_a_check")
    return written as Outcome<Imported<Counts>, ImportRefusal>;
  return done({ ...present(rehearsed, "what was counted"), ...answer });
}

type Walk<Key extends string> = {
  /** The lines that were told of already: those of this way are added when it is over. */
  readonly told: Set<number>;
  readonly leavesOutRejected: boolean;
  readonly step: (rows: readonly TableRow<Key>[]) => Promise<readonly RejectedCell[]>;
  readonly onProgress: (share: number) => void;
};

/** Goes through all rows, whatever is wrong with some: every rejected cell is told. */
async function walk<Key extends string>(
  { onRejected = () => undefined }: ImportRun,
  table: Table<Key>,
  { step, onProgress, told, leavesOutRejected }: Walk<Key>,
): Promise<Outcome<null, ImportRefusal>> {
  const lines = new Set<number>();
  let rowsSeen = 0;
  for await (const { rows, rejected } of readRows(table, onProgress)) {
    const wrong = [...rejected, ...(await step(rows))].sort((a, b) => a.line - b.line);
    rowsSeen += rows.length + rejected.length;
    for (const cell of wrong) {
      lines.add(cell.line);
      if (!told.has(cell.line)) onRejected(cell);
    }
  }
  for (const line of lines) told.add(line);
  const isLeftOut = leavesOutRejected && lines.size < rowsSeen;
  if (lines.size > 0 && !isLeftOut)
    return refuse("import_rows_rejected", { rejected: lines.size, rows: rowsSeen });
  if (rowsSeen > 0) return done(null);
  return refuse("import_file_empty", { headings: table.headings.join(", ").slice(0, FOUND_MAX) });
}
