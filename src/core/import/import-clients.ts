import { createHash } from "node:crypto";
import type { App } from "../app.ts";
import { recordMany } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { dayOf, type LocalDay } from "../kernel/local-day.ts";
import { done, type Outcome } from "../kernel/outcome.ts";
import { adjustMany } from "../loyalty/index.ts";
import {
  type ClientFilling,
  enterMany,
  fillMany,
  findPhoneHolders,
  lockMany,
  type NewClient,
  readPhone,
} from "../people/index.ts";
import { derivedId } from "../runtime/derived-id.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { CLIENT_FIELDS, type ClientKey, type ReadClient, readClientRow, rejectCell } from "./client-form.ts";
import { compareClients, type Opening } from "./compare-clients.ts";
import type { ImportRun, Mapping, RejectedCell, TableRow } from "./model.ts";
import type { Table } from "./read-table.ts";
import { type Imported, type ImportRefusal, type Pass, runImport } from "./run-import.ts";

export type ImportClientsInput = ImportRun & {
  readonly mapping: Mapping<ClientKey>;
  /** Where balances come from, as the client reads it: «Перенос из …». The same source is taken over once per client. */
  readonly source: string;
  readonly actor: Actor;
  /** Rows that cannot be taken are told and left out; all the others are taken, or none. */
  readonly leavesOutRejected?: boolean | undefined;
  /** Hears what the rows that can be taken come to, though others are rejected and nothing is written. */
  readonly onCounted?: ((counts: ClientCounts) => void) | undefined;
};

export type ClientCounts = {
  readonly rows: number;
  readonly entered: number;
  /** Were there, and got what they did not have. */
  readonly filled: number;
  /** Were there with all of it. */
  readonly unchanged: number;
  /** Rows that say what an earlier one said, word by word. */
  readonly repeated: number;
  readonly openings: number;
  /** Balances that are left alone: those clients have points of their own here. */
  readonly balancesKept: number;
  readonly points: number;
  /** Rows that cannot be taken, where they are left out. */
  readonly leftOut: number;
  /** Balances below zero that come over: those clients begin with a debt. */
  readonly debtors: number;
};

/**
 * Takes clients over from a file. A phone that nobody has makes a client, as if staff had entered them; one that is known
 * gets only what is missing: e-mail, birthday, note, more tags; the name stays. Points come as one entry per client and
 * source, whatever is corrected in the file and however often it is taken: safe to repeat. Whoever has any entry of points
 * already keeps the balance that is here.
 *
 * All or nothing: one row that cannot be taken, and nothing is written, unless such rows are to be left out: then all the
 * others are written, or none. A file of which no row can be taken is refused either way. Consents are never taken over: they are evidence
 * of what was pressed (PE-1).
 *
 * @source PE-4 EP-5 PE-1
 */
export async function importClients(
  app: App,
  input: ImportClientsInput,
): Promise<Outcome<Imported<ClientCounts>, ImportRefusal>> {
  const settings = await loadSettings(app.db);
  const today = dayOf(app.clock.now(), settings["business.timeZone"]);
  const form = { fields: CLIENT_FIELDS, mapping: input.mapping };
  let pass: Pass<ClientKey, ClientCounts> | undefined;
  const rejected = new Set<number>();
  const onRejected = (cell: RejectedCell): void => {
    rejected.add(cell.line);
    input.onRejected?.(cell);
  };
  const run = { ...input, onRejected };
  const imported = await runImport<ClientKey, ClientCounts>(app, run, {
    ...{ form, leavesOutRejected: input.leavesOutRejected },
    begin: (table) => {
      pass = beginClients(app, input, { table, today });
      return pass;
    },
  });
  const leftOut = input.leavesOutRejected ? rejected.size : 0;
  if (pass !== undefined) input.onCounted?.({ ...pass.counts(), leftOut });
  return imported.ok ? done({ ...imported.value, leftOut }) : imported;
}

type Setting = { readonly table: Table<ClientKey>; readonly today: LocalDay };

function beginClients(
  app: App,
  { source, actor, leavesOutRejected = false }: ImportClientsInput,
  { table, today }: Setting,
): Pass<ClientKey, ClientCounts> {
  const importId = derivedId("import clients", table.digest);
  const now = app.clock.now();
  const readNew = rowsOnce(table, today);
  const count = {
    ...{ rows: 0, entered: 0, filled: 0, unchanged: 0, repeated: 0 },
    ...{ openings: 0, balancesKept: 0, points: 0, debtors: 0, leftOut: 0 },
  };

  const note = (added: Partial<typeof count>): void => {
    for (const [key, value] of Object.entries(added)) count[key as keyof typeof count] += value;
  };
  const read = (rows: readonly TableRow<ClientKey>[]) => {
    const { clients, rejected, repeated } = readNew(rows);
    note({ rows: rows.length, repeated });
    return { clients, rejected };
  };
  const compare = (via: Queryable, clients: readonly ReadClient[]) =>
    compareClients(via, { clients, table, source, newId: app.newId });

  return {
    counts: () => count,
    check: async (via, rows) => {
      const { clients, rejected } = read(rows);
      const { entering, fillings, openings, unchanged, balancesKept, wrong } = await compare(via, clients);
      note({ entered: entering.length, filled: fillings.length, unchanged, balancesKept });
      note(sumOf(openings));
      return [...rejected, ...wrong];
    },
    write: async (tx, rows) => {
      const { clients, rejected } = read(rows);
      const write = async (some: readonly ReadClient[]): Promise<readonly RejectedCell[]> => {
        await lockHolders(tx, some);
        const found = await compare(tx, some);
        const wrong = found.wrong;
        // What is refused is taken back whole: there is no need to write it first.
        if (rejected.length + wrong.length > 0 && !leavesOutRejected) return wrong;
        const entered = await enterMany(tx, found.entering, now);
        // Whoever gave their phone to the bot in this very moment is known by now, and is looked at once more.
        const raced = new Set(found.entering.filter(({ id }) => !entered.has(id)).map(({ phone }) => phone));
        const openings = found.openings.filter(({ phone }) => !raced.has(phone));
        await fillMany(tx, found.fillings);
        await adjustMany(tx, { adjustments: openings, actor }, now);
        await tell(tx, { ...found, entering: found.entering.filter(({ id }) => entered.has(id)) });
        note({ entered: entered.size, filled: found.fillings.length, unchanged: found.unchanged });
        note({ balancesKept: found.balancesKept, ...sumOf(openings) });
        if (raced.size === 0) return wrong;
        return [...wrong, ...(await write(some.filter(({ phone }) => raced.has(phone))))];
      };
      return [...rejected, ...(await write(clients))];
    },
  };

  async function tell(
    tx: Tx,
    made: { readonly entering: readonly NewClient[]; readonly fillings: readonly ClientFilling[] },
  ): Promise<void> {
    const lines = (clients: readonly { readonly id: string }[]) =>
      clients.map(({ id: subjectId }) => ({ subjectId, change: { importId } }));
    const of = { actor, subjectKind: "client" };
    await recordMany(tx, { ...of, action: "enter_client", subjects: lines(made.entering) }, now);
    await recordMany(tx, { ...of, action: "import_client", subjects: lines(made.fillings) }, now);
  }
}

const sumOf = (openings: readonly Opening[]) => ({
  openings: openings.length,
  points: openings.reduce((sum, { points }) => sum + points, 0),
  debtors: openings.filter(({ points }) => points < 0).length,
});

async function lockHolders(tx: Tx, clients: readonly ReadClient[]): Promise<void> {
  const known = await findPhoneHolders(
    tx,
    clients.map(({ phone }) => phone),
  );
  await lockMany(
    tx,
    known.map(({ id }) => id),
  );
}

/**
 * Reads rows one batch after another, each phone once: the same row again is let go, another of the same phone rejected.
 * All that is wrong with a row is told at once, its phone of an earlier row included.
 */
function rowsOnce(table: Table<ClientKey>, today: LocalDay) {
  const seen = new Map<string, { readonly line: number; readonly content: string }>();
  return (rows: readonly TableRow<ClientKey>[]) => {
    const clients: ReadClient[] = [];
    const rejected: RejectedCell[] = [];
    let repeated = 0;
    for (const row of rows) {
      const read = readClientRow(table, row, today);
      const client = "phone" in read ? read : undefined;
      if (!("phone" in read)) rejected.push(...read);
      const phone = client?.phone ?? phoneOf(row);
      if (phone === undefined) continue;
      const content = digestOf(client === undefined ? row.cells : { ...client, line: 0 });
      const earlier = seen.get(phone);
      if (earlier === undefined) seen.set(phone, { line: row.line, content });
      else if (earlier.content !== content) rejected.push(repeatedPhone(table, row, earlier.line));
      else if (client !== undefined) repeated += 1;
      if (earlier === undefined && client !== undefined) clients.push(client);
    }
    return { clients, rejected, repeated };
  };
}

/** A hundred thousand of them are kept: one short string each, not a chain of pieces. */
const digestOf = (content: object): string =>
  createHash("sha1").update(JSON.stringify(content)).digest("base64");

/** The phone of a row in which something else is wrong. */
function phoneOf({ cells }: TableRow<ClientKey>): string | undefined {
  const phone = readPhone(cells.phone);
  return phone.ok ? phone.value : undefined;
}

const repeatedPhone = (table: Table<ClientKey>, row: TableRow<ClientKey>, detail: number): RejectedCell =>
  rejectCell(table, row, { key: "phone", problem: "phone_repeated", detail });
