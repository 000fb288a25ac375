import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import {
  addExport,
  changeExport,
  EXPORT_CONTENTS,
  type Export,
  type ExportContents,
  type ExportSpan,
  exportDaysText,
  listExports,
  removeExport,
  runExport,
} from "../../core/exports/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { done, type Refused, refuse } from "../../core/kernel/outcome.ts";
import { oneOf, readExportKey, readId, readWhole } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { UsageError } from "../usage.ts";
import { refuseNothing } from "./catalog-flags.ts";
import { exportOf } from "./export-of.ts";
import { addScheduleShow } from "./schedule-show.ts";
import { readSpan, SPAN_WORDS } from "./schedule-span.ts";
import { exportJson, exportsText, nextText, viewOf } from "./schedule-view.ts";

const COUNT_MAX = 100;
/** So many of the next times are told unless more exports come due. */
const NEXT_COUNT = 3;
const KEY = "номер, как в schedule list, или id";

const CRON = "когда: пять полей cron по часам бизнеса, «0 7 * * *» — каждый день в 7:00";
const PERIOD = `за что, как в report: ${SPAN_WORDS.join(", ")} — прошлый день, неделя (пн–вс), месяц целиком`;
const BY = `что в файле: ${EXPORT_CONTENTS.join(", ")} — все операции или итоги по этой части`;
const FOLDER = "папка для файлов, путь от корня; она должна уже быть";

export function addScheduleCommands(schedule: Command, desk: Desk): void {
  addListing(schedule, desk);
  addScheduleShow(schedule, desk);
  addSaving(schedule, desk);
  withExamples(
    withYes(
      schedule
        .command("remove")
        .description("убрать выгрузку; файлы, которые она записала, останутся")
        .argument("<номер>", KEY, readExportKey),
      "убрать",
    ).action(answering(desk, (key: string | number, flags: YesFlag) => remove(desk, key, flags))),
    "schedule remove 2",
    "schedule remove 2 --yes",
  );
  withExamples(
    schedule
      .command("run")
      .description(
        "записать файл сейчас, за прошлый день, неделю или месяц; расписание не сдвинется, а что вышло, покажет schedule show",
      )
      .argument("<номер>", KEY, readExportKey)
      .option("--id <uuid>", "id этого запуска: повтор с тем же id не пошлёт файл в Telegram ещё раз", readId)
      .action(
        answering(desk, (key: string | number, flags: { readonly id?: string }) =>
          runNow(desk, key, flags.id),
        ),
      ),
    "schedule run 2",
  );
}

function addListing(schedule: Command, desk: Desk): void {
  withExamples(
    schedule
      .command("list")
      .description("показать выгрузки; код завершения 4, если последняя попытка какой-нибудь не удалась")
      .action(answering(desk, () => list(desk))),
    "schedule list",
    "schedule list --json",
  );
  withExamples(
    schedule
      .command("next")
      .description("показать, когда выгрузки будут сделаны в следующие разы")
      .option(
        "--count <n>",
        `сколько раз показать; без флага — ${NEXT_COUNT}, и ближайший раз каждой выгрузки`,
        readWhole({ min: 1, max: COUNT_MAX, of: "раз" }),
      )
      .action(answering(desk, (flags: { readonly count?: number }) => next(desk, flags.count))),
    "schedule next",
    "schedule next --count 10",
  );
}

function addSaving(schedule: Command, desk: Desk): void {
  withExamples(
    schedule
      .command("add")
      .description(
        "добавить выгрузку: CSV с деньгами и баллами, как report finance; пропущенное в простое сделается потом",
      )
      .requiredOption("--cron <расписание>", CRON)
      .requiredOption("--period <период>", PERIOD, readSpan)
      .option("--by <часть>", BY, oneOf(EXPORT_CONTENTS), "operations")
      .option("--plain", "для программ: запятые, точка в числах, коды вместо слов; без флага — для Excel")
      .option("--folder <папка>", FOLDER)
      .option("--telegram", "присылать владельцам файлом от бота")
      .option("--id <uuid>", "id выгрузки: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (flags: AddFlags) => add(desk, flags))),
    'schedule add --cron "0 7 * * *" --period yesterday --folder /var/exports',
    'schedule add --cron "0 8 1 * *" --period last-month --by specialist --telegram',
  );
  withExamples(
    schedule
      .command("change")
      .description("изменить выгрузку; чего нет среди флагов, останется как было")
      .argument("<номер>", KEY, readExportKey)
      .option("--cron <расписание>", CRON)
      .option("--period <период>", PERIOD, readSpan)
      .option("--by <часть>", BY, oneOf(EXPORT_CONTENTS))
      .option("--plain", "для программ")
      .option("--no-plain", "для Excel")
      .option("--folder <папка>", FOLDER)
      .option("--no-folder", "файлов в папке больше не хранить")
      .option("--telegram", "присылать владельцам файлом от бота")
      .option("--no-telegram", "больше не присылать")
      .action(answering(desk, (key: string | number, flags: ChangeFlags) => change(desk, key, flags))),
    'schedule change 2 --cron "30 6 * * 1" --period last-week',
    "schedule change 2 --telegram --no-folder",
  );
}

type AddFlags = {
  readonly cron: string;
  readonly period: ExportSpan;
  readonly by: ExportContents;
  readonly plain?: true;
  readonly folder?: string;
  readonly telegram?: true;
  readonly id?: string;
};

async function add(desk: Desk, { cron, period, by, plain, folder, telegram, id }: AddFlags) {
  if (folder === undefined && telegram === undefined)
    throw new UsageError("Не хватает, куда: --folder <папка>, --telegram или и то и другое.", {
      flag: "--folder",
    });
  const { app } = await openShop(desk);
  const added = await addExport(app, {
    ...{ exportId: id ?? app.newId(), actor: OPERATOR, cron, span: period, contents: by },
    ...{ dialect: plain === true ? "plain" : "excel", folder, isToTelegram: telegram === true },
  });
  return added.ok ? saved(desk, added.value, "добавлена") : ofFolder(added);
}

type ChangeFlags = {
  readonly cron?: string;
  readonly period?: ExportSpan;
  readonly by?: ExportContents;
  readonly plain?: boolean;
  readonly folder?: string | false;
  readonly telegram?: boolean;
};

async function change(desk: Desk, key: string | number, flags: ChangeFlags) {
  refuseNothing(flags);
  const { cron, period, by, plain, folder, telegram } = flags;
  const { app } = await openShop(desk);
  const found = await exportOf(app, key);
  if (!found.ok) return found;
  const { number } = found.value;
  const changed = await changeExport(app, {
    number,
    actor: OPERATOR,
    change: {
      ...{ cron, span: period, contents: by, isToTelegram: telegram },
      dialect: plain === undefined ? undefined : plain ? "plain" : "excel",
      folder: folder === false ? null : folder,
    },
  });
  return changed.ok ? saved(desk, changed.value, "сохранена") : ofFolder(changed);
}

/** A folder that was typed just now is a wrong value; the same folder gone later is not. */
const ofFolder = <R extends string>({ refusal, detail }: Refused<R>): Refused<R> =>
  refuse(refusal, refusal === "export_folder_unwritable" ? { ...detail, flag: "--folder" } : detail);

/** What was saved, with the next times: whoever mistyped a timetable sees it at once. */
async function saved(desk: Desk, { id }: Export, what: string) {
  const { app, zone } = await openShop(desk);
  const view = (await listExports(app)).find((one) => one.id === id);
  if (view === undefined) return reply({ id }, `Выгрузка ${what}.`);
  return reply(
    exportJson(view),
    () => `Выгрузка №${view.number} ${what}.\n${viewOf(view, { zone, columns: desk.io.columns })}`,
  );
}

async function remove(desk: Desk, key: string | number, flags: YesFlag) {
  const { app } = await openShop(desk);
  const found = await exportOf(app, key);
  if (!found.ok) return found;
  const { number } = found.value;
  const what = `Выгрузка №${number} будет убрана.`;
  const asked = { number, actor: OPERATOR };
  const sure = await confirmed(desk, flags, what, () => removeExport(rehearsed(app), asked));
  if (!sure.ok) return sure;
  const removed = await removeExport(app, asked);
  if (!removed.ok) return removed;
  return reply({ number, id: removed.value.id }, `Выгрузка №${number} убрана.`);
}

async function runNow(desk: Desk, key: string | number, id: string | undefined) {
  const { app } = await openShop(desk);
  const known = await exportOf(app, key);
  if (!known.ok) return known;
  const { number } = known.value;
  const ran = await runExport(app, { number, runId: id ?? app.newId() });
  if (!ran.ok) return ran;
  const { days, file, owners, found } = ran.value;
  const sent = owners > 0 ? "\nВладельцам придёт от бота." : "\nВ Telegram слать некому: staff link --help.";
  const text = `Выгрузка №${number} за ${exportDaysText(days)}${file === undefined ? "" : `\nГотово: ${file}`}${found.isToTelegram ? sent : ""}`;
  return reply({ number, from: days.from, to: days.to, file: file ?? null, owners }, text);
}

async function list(desk: Desk) {
  const { app, zone } = await openShop(desk);
  const found = await listExports(app);
  const answer = {
    json: { items: found.map(exportJson) },
    text: () => exportsText(found, { zone, columns: desk.io.columns }),
  };
  const isTrouble = found.some(({ lastRun }) => lastRun?.outcome === "failed");
  return done(isTrouble ? ({ ...answer, isTrouble: true } as const) : answer);
}

/** The next time of each export, whatever else comes before it, then the soonest of all others; told in their order. */
async function next(desk: Desk, count: number | undefined) {
  const { app, zone } = await openShop(desk);
  const found = await listExports(app, count ?? NEXT_COUNT);
  const bySoonest = (one: { readonly at: Date }, other: { readonly at: Date }) =>
    one.at.getTime() - other.at.getTime();
  const of = ({ number, id, next: times }: (typeof found)[number]) => times.map((at) => ({ at, number, id }));
  const firsts = found.flatMap((one) => of(one).slice(0, 1)).toSorted(bySoonest);
  const others = found.flatMap((one) => of(one).slice(1)).toSorted(bySoonest);
  const items = [...firsts, ...others]
    .slice(0, count ?? Math.max(NEXT_COUNT, firsts.length))
    .toSorted(bySoonest);
  const told = items.map(({ at, number }) => ({ when: momentOf(at, zone), number }));
  return reply({ timeZone: zone, items }, () => nextText(told, { zone, columns: desk.io.columns }));
}
