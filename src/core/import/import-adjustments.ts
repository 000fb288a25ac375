import type { App } from "../app.ts";
import type { Actor } from "../kernel/actor.ts";
import { isUuid } from "../kernel/ids.ts";
import { type Outcome, refuse } from "../kernel/outcome.ts";
import { type Adjustment, adjustMany, findAdjustments, findBalances, REASON_MAX } from "../loyalty/index.ts";
import { findKnown, findPhoneHolders, type KnownClient, lockMany, readPhone } from "../people/index.ts";
import { derivedId } from "../runtime/derived-id.ts";
import type { Queryable } from "../runtime/sql.ts";
import { readPoints, rejectCell } from "./client-form.ts";
import type { Field, ImportRun, RejectedCell, TableRow } from "./model.ts";
import type { Table } from "./read-table.ts";
import { type Imported, type ImportRefusal, type Pass, runImport } from "./run-import.ts";

export type AdjustmentKey = "client" | "points" | "reason";

/** The documented form of a file of changes of points. */
export const ADJUSTMENT_FIELDS = [
  { key: "client", title: "Клиент", isRequired: true },
  { key: "points", title: "Баллы", isRequired: true },
  { key: "reason", title: "Причина", isRequired: false },
] as const satisfies readonly Field<AdjustmentKey>[];

/** A list of phones or ids is called so, too. */
const ALSO = { client: ["Клиент", "client", "Телефон", "phone", "id"] };

export type ImportAdjustmentsInput = ImportRun & {
  /** Kept across retries; without one the file's content is the request: the same file is the same adjustments. */
  readonly requestId?: string | undefined;
  /** Of every row that has none of its own. */
  readonly reason: string;
  readonly actor: Actor;
};

export type AdjustmentCounts = {
  readonly rows: number;
  /** Whom the rows name: fewer than rows where somebody stands in several. */
  readonly clients: number;
  readonly adjusted: number;
  /** Were made by the same request before. */
  readonly repeated: number;
  readonly added: number;
  readonly taken: number;
  /** Clients whom what is taken leaves below zero: a debt, which is rarely meant. */
  readonly debtors: number;
};

/**
 * Changes the points of many clients as a file says, each row an entry with its reason, as if staff had made them one by
 * one: all of them or none. Safe to repeat with the same file, or the same `requestId`: an entry's id comes from that and
 * the row's line.
 *
 * @source EP-5
 */
export async function importAdjustments(
  app: App,
  input: ImportAdjustmentsInput,
): Promise<Outcome<Imported<AdjustmentCounts>, ImportRefusal | "reason_missing">> {
  if (input.reason.trim() === "") return refuse("reason_missing");
  return runImport<AdjustmentKey, AdjustmentCounts>(app, input, {
    form: { fields: ADJUSTMENT_FIELDS, mapping: ALSO },
    begin: (table) => beginAdjustments(app, input, table),
  });
}

type Row = TableRow<AdjustmentKey>;
type Read = { readonly row: Row; readonly adjustment: Adjustment; readonly owner: KnownClient };

function beginAdjustments(
  app: App,
  input: ImportAdjustmentsInput,
  table: Table<AdjustmentKey>,
): Pass<AdjustmentKey, AdjustmentCounts> {
  const now = app.clock.now();
  const named = new Set<string>();
  const count = { rows: 0, adjusted: 0, repeated: 0, added: 0, taken: 0 };
  const balances = new Map<string, { readonly before: number; after: number }>();
  const foresee = async (via: Queryable, fresh: readonly Adjustment[]): Promise<void> => {
    const unseen = fresh.map(({ clientId }) => clientId).filter((id) => !balances.has(id));
    for (const [id, before] of await findBalances(via, unseen)) balances.set(id, { before, after: before });
    for (const { clientId, points } of fresh) {
      const balance = balances.get(clientId);
      if (balance !== undefined) balance.after += points;
    }
  };

  /** Counts what is to be done, and says what is not done yet. */
  const judge = async (via: Queryable, read: readonly Read[]) => {
    const wrong: RejectedCell[] = [];
    const fresh: Adjustment[] = [];
    const ids = read.map(({ adjustment }) => adjustment.id);
    const made = await findAdjustments(via, ids);
    for (const { row, adjustment, owner } of read) {
      named.add(owner.id);
      const earlier = made.get(adjustment.id);
      if (earlier === undefined) fresh.push(adjustment);
      else if (earlier.points === adjustment.points && isOf(owner, earlier.clientId)) count.repeated += 1;
      else wrong.push(rejectCell(table, row, { key: "points", problem: "entry_is_another" }));
    }
    await foresee(via, fresh);
    count.adjusted += fresh.length;
    count.added += sum(fresh.map(({ points }) => Math.max(0, points)));
    count.taken += sum(fresh.map(({ points }) => Math.max(0, -points)));
    return { fresh, wrong };
  };

  return {
    counts: () => ({ ...count, clients: named.size, debtors: [...balances.values()].filter(isDebt).length }),
    check: async (via, rows) => {
      count.rows += rows.length;
      const { read, rejected } = await readAdjustments(via, { table, rows, input });
      const { wrong } = await judge(via, read);
      return [...rejected, ...wrong];
    },
    write: async (tx, rows) => {
      count.rows += rows.length;
      const { read, rejected } = await readAdjustments(tx, { table, rows, input });
      await lockMany(
        tx,
        read.map(({ owner }) => owner.id),
      );
      const { fresh, wrong } = await judge(tx, read);
      if (rejected.length + wrong.length > 0) return [...rejected, ...wrong];
      await adjustMany(tx, { adjustments: fresh, actor: input.actor }, now);
      return [];
    },
  };
}

const isDebt = ({ before, after }: { readonly before: number; readonly after: number }): boolean =>
  after < 0 && after < before;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const isOf = ({ id, mergedIds }: KnownClient, clientId: string): boolean =>
  id === clientId || mergedIds.includes(clientId);

type Reading = {
  readonly table: Table<AdjustmentKey>;
  readonly rows: readonly Row[];
  readonly input: ImportAdjustmentsInput;
};

async function readAdjustments(
  via: Queryable,
  { table, rows, input }: Reading,
): Promise<{ readonly read: readonly Read[]; readonly rejected: readonly RejectedCell[] }> {
  const owners = await findOwners(via, rows);
  const request = input.requestId ?? table.digest;
  const read: Read[] = [];
  const rejected: RejectedCell[] = [];
  for (const row of rows) {
    const { cells, line } = row;
    const owner = owners(cells.client);
    const points = readPoints(cells.points);
    if (owner === undefined)
      rejected.push(rejectCell(table, row, { key: "client", problem: "unknown_client" }));
    if (!points.ok) {
      const max = points.detail.max;
      const detail = typeof max === "number" ? max : undefined;
      rejected.push(rejectCell(table, row, { key: "points", problem: points.refusal, detail }));
    } else if (points.value === 0) {
      rejected.push(rejectCell(table, row, { key: "points", problem: "points_zero" }));
    } else if (owner !== undefined) {
      const reason = (cells.reason || input.reason.trim()).slice(0, REASON_MAX);
      const id = derivedId("adjust points", request, line);
      read.push({ row, owner, adjustment: { id, clientId: owner.id, points: points.value, reason } });
    }
  }
  return { read, rejected };
}

/** Finds whom the rows name, by phone in any spelling or by id. */
async function findOwners(via: Queryable, rows: readonly Row[]) {
  const phoneOf = (typed: string): string => {
    const phone = readPhone(typed);
    return phone.ok ? phone.value : "";
  };
  const named = rows.map(({ cells }) => cells.client);
  const ids = named.filter(isUuid).map((id) => id.toLowerCase());
  const byId = ids.length === 0 ? new Map<string, KnownClient>() : await findKnown(via, ids);
  const holders = await findPhoneHolders(via, named.map(phoneOf).filter(Boolean));
  const byPhone = new Map(holders.map((holder) => [holder.phone, holder]));
  return (typed: string): KnownClient | undefined =>
    byId.get(typed.toLowerCase()) ?? byPhone.get(phoneOf(typed));
}
