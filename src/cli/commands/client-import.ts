import { type Command, InvalidArgumentError } from "commander";
import { CLIENT_FIELDS, type ClientCounts, type Imported, importClients } from "../../core/import/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import type { Parser } from "../arguments.ts";
import { answering, type Desk, openShop } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { counted } from "../output.ts";
import {
  type BulkFlags,
  formOf,
  mappingOf,
  runBulk,
  saidOfFile,
  withBulkFlags,
  withMapping,
} from "./import-file.ts";

const SOURCE_DEFAULT = "другой системы";
const SOURCE_MAX = 60;

type Flags = BulkFlags & {
  readonly skipBad?: true;
  readonly mapping?: string;
  readonly source?: string;
};

const readSource: Parser<string> = (typed) => {
  const source = typed.trim();
  if (source !== "" && source.length <= SOURCE_MAX) return source;
  throw new InvalidArgumentError(`название, до ${SOURCE_MAX} знаков`);
};

const FORM = `
${formOf(CLIENT_FIELDS)}
Файл: CSV в UTF-8 или Windows-1251, разделитель ; , или табуляция.
Согласия на рассылки не переносятся: их даёт сам клиент, в боте.
Столбцы называются иначе? Проверьте заголовки вашего файла и назовите их в --mapping:
  {"columns": {"name": "ФИО", "phone": ["Телефон", "Моб. телефон"]}}
В docs/import/*.json есть заготовки, с настоящими выгрузками они не сверены.
Подробно и с примерами: docs/import.ru.md`;

/** Clients of another system, taken over from a file. */
export function addClientImport(clients: Command, desk: Desk): void {
  withExamples(
    withBulkFlags(
      withMapping(
        clients
          .command("import")
          .description(
            "перенести клиентов и их баллы из CSV, всё или ничего; кто уже есть (узнаём по телефону), тому допишем только недостающее",
          )
          .argument("<файл>", "CSV с заголовками в первой строке"),
      )
        .option(
          "--source <название>",
          `откуда баллы: «Перенос из …» в истории клиента; один источник — один раз (без флага: из --mapping или «${SOURCE_DEFAULT}»)`,
          readSource,
        )
        .option(
          "--skip-bad",
          "пропустить строки с ошибками, остальные перенести одной записью (без флага: одна ошибка — не перенесётся ничего)",
        ),
    )
      .addHelpText("after", helpText(FORM))
      .action(answering(desk, (file: string, flags: Flags) => importFile(desk, file, flags))),
    "clients import клиенты.csv --dry-run",
    "clients import клиенты.csv --yes --report ошибки.csv",
    "clients import клиенты.csv --skip-bad --report ошибки.csv --yes",
    "clients import выгрузка.csv --mapping столбцы.json --yes",
  );
}

async function importFile(desk: Desk, file: string, flags: Flags) {
  const keys = CLIENT_FIELDS.map(({ key }) => key);
  const read = await mappingOf(flags.mapping, keys);
  if (!read.ok) return read;
  const { mapping } = read.value;
  const source = flags.source ?? read.value.source ?? SOURCE_DEFAULT;
  const { app } = await openShop(desk);
  return runBulk<ClientCounts>(desk, {
    ...{ file, flags, words, isIdle: ({ entered, filled, openings }) => entered + filled + openings === 0 },
    ...(flags.skipBad ? {} : { others: "--skip-bad" }),
    run: (run) =>
      importClients(app, { ...run, mapping, source, leavesOutRejected: flags.skipBad, actor: OPERATOR }),
  });
}

const ROWS = ["строка", "строки", "строк"] as const;
const CLIENTS = ["клиент", "клиента", "клиентов"] as const;
const BALANCES = ["остаток", "остатка", "остатков"] as const;
const POINTS = ["балл", "балла", "баллов"] as const;

function words(counts: Imported<ClientCounts>): string {
  const parts = [
    `новых — ${counted(counts.entered, CLIENTS)}`,
    `дополнено — ${formatWhole(counts.filled)}`,
    `без изменений — ${formatWhole(counts.unchanged)}`,
    counts.leftOut > 0 ? `пропущено с ошибками — ${formatWhole(counts.leftOut)}` : "",
    counts.repeated > 0 ? `повторов в файле — ${formatWhole(counts.repeated)}` : "",
  ].filter(Boolean);
  const balances =
    counts.openings > 0
      ? ` Баллы: ${counted(counts.openings, BALANCES)}, всего ${counted(counts.points, POINTS)}.`
      : "";
  const debts = counts.debtors > 0 ? ` Из них ниже нуля, в долг: ${counted(counts.debtors, BALANCES)}.` : "";
  const kept =
    counts.balancesKept > 0
      ? ` Не перенесено: ${counted(counts.balancesKept, BALANCES)} — у этих клиентов уже есть свои баллы, они не изменены.`
      : "";
  const said = parts.join(", ");
  return `${saidOfFile(counts, counted(counts.rows, ROWS), said)}${balances}${debts}${kept}`;
}
