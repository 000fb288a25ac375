import type { Command } from "commander";
import { BOOKING_STATE_WORDS } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { done } from "../../core/kernel/outcome.ts";
import { PAYMENT_STATE_WORDS, REFUND_STATE_WORDS } from "../../core/payments/index.ts";
import {
  type Discrepancy,
  ledgerCheck,
  listWaitingMoney,
  type SubjectKind,
  type WaitingMoney,
} from "../../core/reports/index.ts";
import { readWhole } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, table } from "../output.ts";
import { addFinanceReport } from "./finance.ts";
import { addReportColumns } from "./report-columns.ts";
import { addSummaryReports } from "./summary.ts";

export function addReportCommands(report: Command, desk: Desk): void {
  addFinanceReport(report, desk);
  addSummaryReports(report, desk);
  addReportColumns(report, desk);
  withExamples(
    report
      .command("ledger-check")
      .description("сверить баллы, окна и деньги с записями; код завершения 4, если что-то не сходится")
      .action(answering(desk, () => check(desk))),
    "report ledger-check",
    "report ledger-check --json",
  );
  withExamples(
    report
      .command("waiting")
      .description("показать деньги, которые ждут ответа банка или возврата на месте, самые давние сверху")
      .option(
        "--limit <n>",
        "сколько строк показать",
        readWhole({ min: 1, max: 100_000, of: "строк" }),
        1_000,
      )
      .action(answering(desk, (flags: { readonly limit: number }) => waiting(desk, flags.limit))),
    "report waiting",
    "report waiting --json",
  );
}

const DISCREPANCIES = ["расхождение", "расхождения", "расхождений"] as const;

async function check(desk: Desk) {
  const { app } = await openShop(desk);
  const found = await ledgerCheck(app);
  if (found.length === 0) return reply({ items: found }, "Всё сходится.");
  const text = () =>
    `${discrepancyTable(found, desk.io.columns)}\n\n${counted(found.length, DISCREPANCIES)}. Так быть не должно: покажите этот список разработчику.`;
  return done({ json: { items: found }, text, isTrouble: true } as const);
}

const SUBJECTS: Readonly<Record<SubjectKind, string>> = {
  booking: "запись",
  client: "клиент",
  message: "сообщение",
  payment: "оплата",
  slot: "окно",
};

/** The id stands on a line of its own: it is copied, and never broken. */
function discrepancyTable(found: readonly Discrepancy[], columns: number): string {
  const rows = found.flatMap((one) => [
    [one.title, one.expected, one.found],
    `  ${SUBJECTS[one.subjectKind]} ${one.subjectId} ${one.detail}`.trimEnd(),
  ]);
  return table(
    [
      { title: "Что не сходится", isFlexible: true },
      { title: "Должно быть", isFlexible: true },
      { title: "Есть", isFlexible: true },
    ],
    rows,
    columns,
  );
}

const WAITING: Readonly<Record<WaitingMoney["kind"], string>> = {
  payment: "оплата",
  refund: "возврат",
  refused_refund: "банк отказал в возврате",
  on_spot_refund: "отдать принятое на месте",
  overdue_hold: "просроченная бронь",
};

async function waiting(desk: Desk, limit: number) {
  const { app, zone } = await openShop(desk);
  const found = await listWaitingMoney(app, { rowsMax: limit });
  const now = app.clock.now();
  const items = found.map((one) => ({ ...one, ageMinutes: minutesBetween(one.since, now) }));
  const text = () =>
    items.length === 0 ? "Ничего не ждёт ответа." : waitingTable(items, zone, desk.io.columns);
  return reply({ items }, text);
}

const minutesBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));

const waitingTable = (
  items: readonly (WaitingMoney & { readonly ageMinutes: number })[],
  zone: Zone,
  columns: number,
): string =>
  table(
    [
      { title: "Запись", align: "right" },
      { title: "Что ждёт", isFlexible: true },
      { title: "Состояние" },
      { title: "Сумма", align: "right" },
      { title: "С какого времени" },
      { title: "Ждёт", align: "right" },
    ],
    items.map((one) => [
      `№${one.bookingNumber}`,
      WAITING[one.kind],
      stateText(one),
      formatRubles(one.amount),
      momentOf(one.since, zone),
      ageOf(one.ageMinutes),
    ]),
    columns,
  );

const STATES: Readonly<Record<WaitingMoney["kind"], Readonly<Record<string, string>>>> = {
  payment: PAYMENT_STATE_WORDS,
  refund: REFUND_STATE_WORDS,
  refused_refund: REFUND_STATE_WORDS,
  on_spot_refund: BOOKING_STATE_WORDS,
  overdue_hold: BOOKING_STATE_WORDS,
};

const stateText = ({ kind, state }: WaitingMoney): string => STATES[kind][state] ?? state;

/** `5 мин`, `3 ч`, `2 дн.`: the largest whole unit. */
function ageOf(minutes: number): string {
  if (minutes < 60) return `${minutes} мин`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} ч` : `${Math.floor(minutes / (24 * 60))} дн.`;
}
