import type { Command } from "commander";
import {
  type Figure,
  OPERATION_COLUMNS,
  SUM_COLUMNS,
  SUMMARIES,
  SUMMARY_NAMES,
  SUMMARY_PART_WORDS,
  TOTALS_BY,
} from "../../core/reports/index.ts";
import { oneOf } from "../arguments.ts";
import { answering, type Desk, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { table } from "../output.ts";

const REPORTS = ["finance", ...SUMMARY_NAMES] as const;
type ReportName = (typeof REPORTS)[number];

type Told = { readonly key: string; readonly title: string; readonly about: string };

/** The files of a report: of finance there are two, of the others one. */
export type ReportFiles = {
  readonly name: ReportName;
  readonly about: string;
  readonly parts: readonly string[];
  readonly files: readonly { readonly title: string; readonly columns: readonly Told[] }[];
};

const NOT_THERE = "—";

const told = ({ key, title, about, isPlainOnly }: Told & { readonly isPlainOnly?: true }): Told => ({
  ...{ key, title: isPlainOnly ? NOT_THERE : title, about },
});

/** What is in the files of a report, from the very tables by which they are written. */
export function reportFiles(name: ReportName): ReportFiles {
  if (name === "finance") {
    return {
      ...{ name, about: "деньги и баллы: операции по одной или, с --by, итоги", parts: TOTALS_BY },
      files: [
        { title: "Операции", columns: OPERATION_COLUMNS.map(told) },
        {
          title: "Итоги (--by): первый столбец — день, услуга и т. п., за ним",
          columns: SUM_COLUMNS.map(told),
        },
      ],
    };
  }
  const { about, parts, figures, standing } = SUMMARIES[name];
  const files = [
    {
      title: "Первый столбец — часть из --by (день, неделя, специалист и т. п.), за ним",
      columns: figures.map(told),
    },
  ];
  const now = { title: "Только на экране и в JSON", columns: standing.map((one: Figure) => told(one)) };
  return { name, about, parts, files: standing.length === 0 ? files : [...files, now] };
}

/** The page of docs on reports: every column with its unit. */
export function reportsPage(): string {
  const page = REPORTS.map(reportFiles).map(({ name, about, parts, files }) => {
    const tables = files.map(
      ({ title, columns }) =>
        `${title}:\n\n| \`--plain\` | Excel | что это |\n|---|---|---|\n${columns.map((one) => `| \`${one.key}\` | ${one.title} | ${one.about} |`).join("\n")}`,
    );
    const by = parts.map((part) => `\`${part}\` (${partWord(name, part)})`).join(", ");
    return `## report ${name}\n\nО чём: ${about}. Строки, \`--by\`: ${by}.\n\n${tables.join("\n\n")}`;
  });
  return `${HEAD}\n\n${page.join("\n\n")}\n`;
}

const FINANCE_PARTS: Readonly<Record<string, string>> = {
  ...{ day: "день", service: "услуга", specialist: "специалист", kind: "операция" },
};
const partWord = (name: ReportName, part: string): string =>
  name === "finance"
    ? (FINANCE_PARTS[part] ?? part)
    : ((SUMMARY_PART_WORDS as Readonly<Record<string, string>>)[part] ?? part).toLowerCase();

const HEAD = `# Отчёты: что в столбцах

Команды — \`npm run -s cli -- report …\`, дни — по часам бизнеса, числа — те же, что в панели. Файл для русского Excel:
UTF-8 с BOM, \`;\` между ячейками, запятая в числах, даты вида 01.12.2026; с \`--plain\` — для программ: запятые между
ячейками, точка в числах, 2026-12-01, моменты в UTC, вместо наших слов — коды, те же, что в JSON. Тексты, похожие на
формулы, начинаются с апострофа; телефон — без него: это не формула. Неделя — с понедельника; части по
краям периода обрезаны вместе с ним. То же показывает \`report columns\`; эта страница сделана из тех же таблиц, по
которым пишутся файлы.`;

export function addReportColumns(report: Command, desk: Desk): void {
  withExamples(
    report
      .command("columns")
      .description("объяснить столбцы отчёта: что в каждом и в каких единицах")
      .argument("<отчёт>", REPORTS.join(", "), oneOf(REPORTS))
      .action(answering(desk, async (name: ReportName) => columnsOf(desk, name))),
    "report columns bookings",
    "report columns finance --json",
  );
}

function columnsOf(desk: Desk, name: ReportName) {
  const { files, parts, about } = reportFiles(name);
  const text = () =>
    files
      .map(({ title, columns }) => {
        const rows = columns.map((one) => [one.key, one.title, one.about]);
        const heads = [
          { title: "--plain" },
          { title: "Excel", isFlexible: true },
          { title: "Что это", isFlexible: true },
        ] as const;
        return `${title}\n${table(heads, rows, desk.io.columns)}`;
      })
      .join("\n\n");
  return reply({ name, about, parts, files }, text);
}
