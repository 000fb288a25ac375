import {
  EXPORT_CONTENTS_WORDS,
  EXPORT_RUNS_SHOWN,
  EXPORT_SPAN_WORDS,
  type ExportRun,
  type ExportView,
} from "../../core/exports/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { fields, momentOf, table } from "../output.ts";

type Place = { readonly zone: Zone; readonly columns: number };

const NONE_YET =
  'Выгрузок пока нет. Добавить: schedule add --cron "0 7 * * *" --period yesterday --folder /var/exports';

export const exportJson = ({
  span,
  contents,
  dialect,
  folder,
  isToTelegram,
  lastRun,
  ...view
}: ExportView) => ({
  ...{ number: view.number, id: view.id, cron: view.cron, timeZone: view.timeZone, period: span },
  ...{ by: contents, isPlain: dialect === "plain", folder: folder ?? null, toTelegram: isToTelegram },
  ...{ next: view.next, lastRun: lastRun === undefined ? null : runJson(lastRun) },
});

export const runJson = ({ dueAt, file, rows, ...run }: ExportRun) => ({
  ...run,
  dueAt: dueAt ?? null,
  isByHand: dueAt === undefined,
  file: file ?? null,
  rows: rows ?? null,
});

/** What is in the file: «прошлый день, операции, для Excel». */
const whatOf = ({ span, contents, dialect }: ExportView): string =>
  `${EXPORT_SPAN_WORDS[span]}, ${EXPORT_CONTENTS_WORDS[contents]}, ${dialect === "plain" ? "для программ" : "для Excel"}`;

const whereOf = ({ folder, isToTelegram }: ExportView): string =>
  [folder, isToTelegram ? "Telegram" : undefined].filter(Boolean).join(", ");

const lastOf = ({ lastRun }: ExportView, zone: Zone): string => {
  if (lastRun === undefined) return "ещё не было";
  const byHand = lastRun.dueAt === undefined ? "вручную, " : "";
  return `${momentOf(lastRun.beganAt, zone)}, ${byHand}${resultOf(lastRun)}`;
};

const resultOf = ({ outcome, words }: ExportRun): string =>
  outcome === "done" ? `готово за ${words}` : `не удалось: ${words}`;

/** @param also a line that not every place has room for */
export const viewOf = (view: ExportView, { zone, columns }: Place, also?: "last" | "id"): string =>
  fields(
    [
      ["Что", whatOf(view)],
      ["Куда", whereOf(view)],
      ["Расписание", `${view.cron} (${view.timeZone})`],
      ["Следующие", view.next.map((at) => momentOf(at, zone)).join(", ")],
      ["Последняя", also === "last" ? lastOf(view, zone) : undefined],
      ["id", also === "id" ? view.id : undefined],
    ],
    columns,
  );

/** An export with its last runs under it. */
export function showText(view: ExportView, place: Place): string {
  const head = `Выгрузка №${view.number}\n${viewOf(view, place, "id")}`;
  if (view.runs.length === 0)
    return `${head}\n\nЕщё ни разу не делалась. Сделать сейчас: schedule run ${view.number}`;
  const drawn = table(
    [{ title: "Начата" }, { title: "На какое время" }, { title: "Чем кончилось", isFlexible: true }],
    view.runs.map((run) => [
      momentOf(run.beganAt, place.zone),
      run.dueAt === undefined ? "вручную" : momentOf(run.dueAt, place.zone),
      resultOf(run),
    ]),
    place.columns,
  );
  const more = view.runs.length < EXPORT_RUNS_SHOWN ? "" : ` Показаны последние ${EXPORT_RUNS_SHOWN}.`;
  return `${head}\n\n${drawn}\n\nВремя ${place.zone}.${more}`;
}

/** One under another: the paths and reasons of an export are too long for a row. */
export const exportsText = (views: readonly ExportView[], place: Place): string =>
  views.length === 0
    ? NONE_YET
    : views.map((view) => `Выгрузка №${view.number}\n${viewOf(view, place, "last")}`).join("\n\n");

export const nextText = (
  times: readonly { readonly when: string; readonly number: number }[],
  { zone, columns }: Place,
): string =>
  times.length === 0
    ? NONE_YET
    : `${table(
        [{ title: "Когда" }, { title: "Выгрузка", align: "right" }],
        times.map(({ when, number }) => [when, `№${number}`]),
        columns,
      )}\n\nВремя ${zone}.`;
