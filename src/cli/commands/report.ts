import type { Command } from "commander";
import { done } from "../../core/kernel/outcome.ts";
import {
  type Discrepancy,
  ledgerCheck,
  listWaitingMoney,
  type SubjectKind,
} from "../../core/reports/index.ts";
import { readWhole } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, table } from "../output.ts";
import { addFinanceReport } from "./finance.ts";
import { addReportColumns } from "./report-columns.ts";
import { addSummaryReports } from "./summary.ts";
import { waitingJson, waitingTable } from "./waiting-view.ts";

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

async function waiting(desk: Desk, limit: number) {
  const { app, zone } = await openShop(desk);
  const found = await listWaitingMoney(app, { rowsMax: limit });
  const now = app.clock.now();
  const text = () =>
    found.length === 0
      ? "Ничего не ждёт ответа."
      : waitingTable(found, { now, zone, columns: desk.io.columns });
  return reply({ items: found.map((one) => waitingJson(one, now)) }, text);
}
