import type { Command } from "commander";
import { daysBetween } from "../../core/kernel/local-day.ts";
import { done } from "../../core/kernel/outcome.ts";
import {
  csvChunks,
  type Days,
  PERIOD_DAYS_MAX,
  SUMMARIES,
  SUMMARY_NAMES,
  type SummaryLine,
  type SummaryName,
  type SummaryPart,
  summaryColumns,
} from "../../core/reports/index.ts";
import { oneOf } from "../arguments.ts";
import { answering, type Desk, openShop } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { type PeriodFlags, periodOf, withPeriod } from "../period.ts";
import { withOut } from "../replace-file.ts";
import { type FormatFlags, formatOf, formatOption, plainOption } from "../report-format.ts";
import { wrongValue } from "../usage.ts";
import { writeReport } from "../write-report.ts";
import { summaryJson, summaryText } from "./summary-view.ts";

type Flags = PeriodFlags &
  FormatFlags & {
    readonly by: SummaryPart;
  };

/** One command for each report of figures: all of them speak alike. */
export function addSummaryReports(report: Command, desk: Desk): void {
  for (const name of SUMMARY_NAMES) {
    const { about, parts, figures, standing } = SUMMARIES[name];
    const [first = "day"] = parts;
    withExamples(
      withOut(withPeriod(report.command(name).description(about)))
        .option("--by <часть>", `строки: ${parts.join(", ")}`, oneOf(parts), first)
        .addOption(formatOption())
        .addOption(plainOption())
        .addHelpText("after", helpText(figuresText([...figures, ...standing])))
        .action(
          answering(desk, (flags: Flags, command: Command) =>
            summarise(desk, name, { ...flags, format: formatOf(flags, command) }),
          ),
        ),
      `report ${name} --period month`,
      `report ${name} --from 2026-11-01 --to 2026-11-30 --by ${parts.at(-1) ?? first} --format csv --out ${name}.csv`,
    );
  }
}

const figuresText = (
  figures: readonly { readonly key: string; readonly title: string; readonly about: string }[],
): string =>
  `\nСтолбцы (имена из --plain):\n${figures.map(({ key, title, about }) => `  ${key} — ${title}: ${about}`).join("\n")}`;

async function summarise(desk: Desk, name: SummaryName, flags: Flags) {
  const { app, zone } = await openShop(desk);
  const days = shortEnough(periodOf(flags, { now: app.clock.now(), zone }));
  const { by, format, out, plain } = flags;
  const report = SUMMARIES[name];
  const summary = await report.summarise({ app, period: days, zone, by });
  if (format === "csv") {
    const style = { dialect: plain === true ? "plain" : "excel", zone } as const;
    const chunks = csvChunks(summaryColumns(report.figures, by), batched(summary.lines), style);
    return writeReport(desk, { file: out, replacing: flags }, chunks);
  }
  const reply = {
    json: summaryJson(report, summary, { by, days }),
    text: () => summaryText(report, summary, { by, days, columns: desk.io.columns }),
  };
  if (format === "table" && out === undefined) return done(reply);
  const text = format === "json" ? `${JSON.stringify(reply.json, null, 2)}\n` : `${reply.text()}\n`;
  return writeReport(desk, { file: out, replacing: flags }, [text]);
}

async function* batched(lines: readonly SummaryLine[]) {
  yield lines;
}

function shortEnough(days: Days): Days {
  if (daysBetween(days) < PERIOD_DAYS_MAX) return days;
  const expected = `не больше ${PERIOD_DAYS_MAX} дней с --from (${days.from}); за больший срок — по годам`;
  throw wrongValue("--to", { given: days.to, expected });
}
