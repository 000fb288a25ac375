import { EXPORT_CONTENTS_WORDS, EXPORT_SPAN_WORDS, type ExportView } from "../../core/exports/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { fields, momentOf, table } from "../output.ts";

type Place = { readonly zone: Zone; readonly columns: number };

const NONE_YET =
  'Выгрузок пока нет. Добавить: schedule add --cron "0 7 * * *" --period day --folder /var/exports';

export const exportJson = ({ span, contents, dialect, folder, isToTelegram, ...view }: ExportView) => ({
  ...{ number: view.number, id: view.id, cron: view.cron, timeZone: view.timeZone, period: span },
  ...{ by: contents, isPlain: dialect === "plain", folder: folder ?? null, toTelegram: isToTelegram },
  ...{ next: view.next, lastRun: view.lastRun ?? null },
});

/** What is in the file: «прошлый день, операции, для Excel». */
const whatOf = ({ span, contents, dialect }: ExportView): string =>
  `${EXPORT_SPAN_WORDS[span]}, ${EXPORT_CONTENTS_WORDS[contents]}, ${dialect === "plain" ? "для программ" : "для Excel"}`;

const whereOf = ({ folder, isToTelegram }: ExportView): string =>
  [folder, isToTelegram ? "Telegram" : undefined].filter(Boolean).join(", ");

const lastOf = ({ lastRun }: ExportView, zone: Zone): string => {
  if (lastRun === undefined) return "ещё не было";
  const how = lastRun.outcome === "done" ? `готово за ${lastRun.words}` : `не удалось: ${lastRun.words}`;
  return `${momentOf(lastRun.beganAt, zone)}, ${how}`;
};

export const viewOf = (view: ExportView, { zone, columns }: Place, isNew = true): string =>
  fields(
    [
      ["Что", whatOf(view)],
      ["Куда", whereOf(view)],
      ["Расписание", `${view.cron} (${view.timeZone})`],
      ["Следующие", view.next.map((at) => momentOf(at, zone)).join(", ")],
      ["Последняя", isNew ? undefined : lastOf(view, zone)],
    ],
    columns,
  );

/** One under another: the paths and reasons of an export are too long for a row. */
export const exportsText = (views: readonly ExportView[], place: Place): string =>
  views.length === 0
    ? NONE_YET
    : views.map((view) => `Выгрузка №${view.number}\n${viewOf(view, place, false)}`).join("\n\n");

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
