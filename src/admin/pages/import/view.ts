import type { ClientCounts } from "../../../core/import/index.ts";
import { formatChange, formatWhole } from "../../../core/kernel/points.ts";
import { wordFor } from "../../readable.ts";
import type { RejectedView } from "./rejected.ts";

/** What a file holds against what is there, in words: before anything is written, and after. */
export type CountsView = {
  readonly facts: readonly { readonly title: string; readonly value: string }[];
  /** New ones, and those who get what they did not have. */
  readonly clients: number;
  /** «117 клиентов» */
  readonly clientsText: string;
  /** «Загрузить 21 клиента» */
  readonly loadText: string;
};

export type CheckedView = {
  readonly counts?: CountsView;
  /** Columns that are left out. */
  readonly ignored?: readonly string[];
  readonly rejected?: RejectedView;
  /** What cannot be taken and was left out: all the others were taken. */
  readonly leftOut?: RejectedView;
  readonly refused?: string;
};

const CLIENTS = ["клиент", "клиента", "клиентов"] as const;
/** Whom one loads. */
const WHOM = ["клиента", "клиента", "клиентов"] as const;
const BALANCES = ["остаток", "остатка", "остатков"] as const;

export function countsView(counts: ClientCounts): CountsView {
  const clients = counts.entered + counts.filled;
  const balances = (count: number) => `${formatWhole(count)} ${wordFor(count, BALANCES)}`;
  const facts = [
    ["Новые клиенты", formatWhole(counts.entered), true],
    ["Уже есть, дополнятся", formatWhole(counts.filled), counts.filled > 0],
    ["Уже есть, без изменений", formatWhole(counts.unchanged), true],
    ["Повторы строк в файле", formatWhole(counts.repeated), counts.repeated > 0],
    ["Баллы", `${balances(counts.openings)}, ${formatChange(counts.points)}`, counts.openings > 0],
    [
      "Баллы ниже нуля",
      `у ${formatWhole(counts.debtors)} ${wordFor(counts.debtors, ["клиента", "клиентов", "клиентов"])}: останутся в долгу. Если это ошибка в файле, исправьте его до загрузки`,
      counts.debtors > 0,
    ],
    [
      "Баллы не перенесутся",
      `${balances(counts.balancesKept)}: у этих клиентов уже есть свои`,
      counts.balancesKept > 0,
    ],
  ] as const;
  return {
    facts: facts.flatMap(([title, value, isTold]) => (isTold ? [{ title, value }] : [])),
    clients,
    clientsText: `${formatWhole(clients)} ${wordFor(clients, CLIENTS)}`,
    loadText: `Загрузить ${formatWhole(clients)} ${wordFor(clients, WHOM)}`,
  };
}
