import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome } from "../../core/kernel/outcome.ts";
import {
  FATES,
  type Fate,
  type FinanceFilter,
  financeCsv,
  listOperations,
  OPERATION_KINDS,
  type OperationKind,
  TOTALS_BY,
  type TotalsBy,
  totalOperations,
} from "../../core/reports/index.ts";
import { oneOf, several, spelled } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { pageOf, type Reply } from "../output.ts";
import { type PeriodFlags, periodOf, withPeriod } from "../period.ts";
import type { CliRefusal } from "../refusals.ts";
import { withOut } from "../replace-file.ts";
import { type FormatFlags, formatOf, formatOption, plainOption } from "../report-format.ts";
import { UsageError } from "../usage.ts";
import { writeReport } from "../write-report.ts";
import { columnsText, lineJson, linesText, operationJson, operationsText, sumsJson } from "./finance-view.ts";
import { clientOf, serviceIdsOf, specialistIdOf } from "./lookup.ts";

type Flags = Paging &
  PeriodFlags &
  FormatFlags & {
    readonly by?: TotalsBy;
    readonly kind?: readonly OperationKind[];
    readonly fate?: Fate;
    readonly specialist?: string;
    readonly service?: string;
    readonly client?: string;
  };

export function addFinanceReport(report: Command, desk: Desk): void {
  withExamples(
    withOut(withPeriod(withPaging(report.command("finance"), PAGED)))
      .description(
        "деньги и баллы за период: операции по одной (на экране и в JSON новые сверху, в CSV — снизу) или, с --by, итоги; день — по часам бизнеса, в него деньги пришли или ушли",
      )
      .option("--by <часть>", `итоги: ${TOTALS_BY.join(", ")}`, oneOf(TOTALS_BY))
      .option(
        "--kind <вид>",
        `только такие операции; можно несколько раз: ${spelled(OPERATION_KINDS)}`,
        several(oneOf(OPERATION_KINDS)),
      )
      .option("--fate <что с деньгами>", `только с таким исходом: ${spelled(FATES)}`, oneOf(FATES))
      .option("--specialist <кто>", "только записи этого специалиста: имя или id")
      .option("--service <имя>", "только записи на эту услугу: имя или id")
      .option("--client <кто>", "только этого клиента: id или телефон")
      .addOption(formatOption())
      .addOption(plainOption())
      .addHelpText("after", helpText(columnsText()))
      .action(answering(desk, (flags: Flags, command: Command) => finance(desk, flags, command))),
    "report finance --from 2026-11-01 --to 2026-11-30 --by specialist",
    "report finance --from 2026-11-01 --to 2026-11-30 --format csv --out ноябрь.csv",
    "report finance --fate waiting --from 2026-01-01",
  );
}

async function finance(desk: Desk, typed: Flags, command: Command): Promise<Outcome<Reply, CliRefusal>> {
  const format = formatOf(typed, command);
  refusePaging(command, { ...typed, format });
  // A file holds the whole period.
  const flags = typed.out === undefined ? { ...typed, format } : { ...typed, format, ...WHOLE };
  const { app, zone } = await openShop(desk);
  const asked = await filterOf(app, flags, zone);
  if (!asked.ok) return asked;
  return replyOf({ desk, app, flags }, asked.value);
}

const PAGED = "; только у операций на экране: csv, --out и --by — всегда весь период";

/** A page of what is always whole would be taken for all of it, or all for a page. @throws UsageError */
function refusePaging(command: Command, { format, out, by }: Pick<Flags, "format" | "out" | "by">): void {
  if (format !== "csv" && out === undefined && by === undefined) return;
  const [given] = ["limit", "offset"].filter((flag) => command.getOptionValueSource(flag) === "cli");
  if (given === undefined) return;
  throw new UsageError(
    `Флаг --${given} бывает только у операций на экране: csv, --out и --by — всегда весь период. Меньше строк — короче период: --from, --to.`,
    { flag: `--${given}` },
  );
}

const WHOLE: Paging = { limit: 2_000_000_000, offset: 0 };

async function filterOf(app: App, flags: Flags, zone: Zone): Promise<Outcome<FinanceFilter, CliRefusal>> {
  const days = periodOf(flags, { now: app.clock.now(), zone });
  const specialist = await specialistIdOf(app, flags.specialist);
  if (!specialist.ok) return specialist;
  const service = await serviceIdsOf(app, flags.service === undefined ? undefined : [flags.service]);
  if (!service.ok) return service;
  const client = flags.client === undefined ? undefined : await clientOf(app, flags.client);
  if (client !== undefined && !client.ok) return client;
  return done({
    ...{ ...days, zone, kinds: flags.kind, fate: flags.fate },
    specialistId: specialist.value,
    serviceId: Array.isArray(service.value) ? service.value[0] : undefined,
    clientId: client?.value.id,
  });
}

type Asking = { readonly desk: Desk; readonly app: App; readonly flags: Flags };

async function replyOf(asking: Asking, filter: FinanceFilter): Promise<Outcome<Reply, CliRefusal>> {
  const { desk, flags } = asking;
  if (flags.format === "csv") return writeCsv(asking, filter);
  const reply = await (flags.by === undefined
    ? operations(asking, filter)
    : totals(asking, filter, flags.by));
  if (flags.format === "table" && flags.out === undefined) return done(reply);
  const text = flags.format === "json" ? `${JSON.stringify(reply.json, null, 2)}\n` : `${reply.text()}\n`;
  return writeReport(desk, { file: flags.out, replacing: flags }, [text]);
}

function writeCsv({ desk, app, flags }: Asking, filter: FinanceFilter): Promise<Outcome<Reply, CliRefusal>> {
  const { by, plain, out } = flags;
  let share = 0;
  const onProgress = (made: number): void => {
    share = made;
  };
  const parts = financeCsv(app, filter, { by, dialect: plain === true ? "plain" : "excel", onProgress });
  return writeReport(desk, { file: out, replacing: flags, share: () => share }, parts);
}

async function operations({ desk, app, flags }: Asking, filter: FinanceFilter): Promise<Reply> {
  const { limit, offset } = flags;
  const page = pageOf(await listOperations(app, filter, { rowsMax: limit + 1, offset }), limit);
  const { sum } = await totalOperations(app, filter);
  const { from, to } = filter;
  return {
    json: { from, to, sum: sumsJson(sum), items: page.items.map(operationJson), hasMore: page.hasMore },
    text: () => operationsText(page, { sum, filter, offset, columns: desk.io.columns }),
  };
}

async function totals({ desk, app }: Asking, filter: FinanceFilter, by: TotalsBy): Promise<Reply> {
  const found = await totalOperations(app, filter, by);
  const { from, to } = filter;
  return {
    json: { from, to, by, sum: sumsJson(found.sum), items: found.lines.map(lineJson) },
    text: () => linesText(found, { by, filter, columns: desk.io.columns }),
  };
}
