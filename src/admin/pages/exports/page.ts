import {
  addExport,
  changeExport,
  exportDaysText,
  previewTimetable,
  removeExport,
  rowsText,
  runExport,
} from "../../../core/exports/index.ts";
import type { Refused } from "../../../core/kernel/outcome.ts";
import { mayChangeExports } from "../../access.ts";
import type { AnyRefusal } from "../../any-refusal.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall, PanelPage } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { readForm } from "./typed.ts";
import { exportsView, type TimesView, timesOf } from "./view.ts";

/** What came of it; a try tells what the timetable means. */
export type ExportsAnswer = {
  readonly said?: string;
  readonly refused?: string;
  readonly field?: string;
  readonly tried?: TimesView & { readonly first: string };
};

const FIELDS: Readonly<Partial<Record<AnyRefusal, string>>> = {
  cron_unreadable: "cron",
  export_folder_not_absolute: "folder",
  export_folder_unwritable: "folder",
  export_goes_nowhere: "folder",
};

function refusedBy({ zone }: PageCall, { refusal, detail }: Refused<AnyRefusal>): ExportsAnswer {
  const field = FIELDS[refusal];
  return { refused: sentence(refusal, detail, zone), ...(field === undefined ? {} : { field }) };
}

type Work = (call: PageCall, values: Values) => Promise<ExportsAnswer>;

/** A number that no export has stands for one that cannot be read. */
const numberOf = (values: Values): number => Math.max(0, values.whole("number") || 0);

const CHANGES: Readonly<Record<string, Work>> = {
  add: async (call, values) => {
    const read = readForm(values);
    if ("refused" in read) return read;
    const { app, actor } = call;
    const outcome = await addExport(app, { exportId: values.uuid("id"), actor, ...read.terms });
    if (!outcome.ok) return refusedBy(call, outcome);
    return { said: `Выгрузка №${outcome.value.number} добавлена.` };
  },
  change: async (call, values) => {
    const read = readForm(values);
    if ("refused" in read) return read;
    const { app, actor } = call;
    const change = { ...read.terms, folder: read.terms.folder ?? null };
    const outcome = await changeExport(app, { number: numberOf(values), change, actor });
    if (!outcome.ok) return refusedBy(call, outcome);
    return { said: `Выгрузка №${outcome.value.number} сохранена.` };
  },
  remove: async (call, values) => {
    const { app, actor } = call;
    const outcome = await removeExport(app, { number: numberOf(values), actor });
    if (!outcome.ok) return refusedBy(call, outcome);
    return { said: `Выгрузка №${outcome.value.number} убрана. Её файлы остались.` };
  },
};

const WORKS: Readonly<Record<string, Work>> = {
  try: async (call, values) => {
    const read = readForm(values);
    if ("refused" in read) return read;
    const outcome = await previewTimetable(call.app, read.terms);
    if (!outcome.ok) return refusedBy(call, outcome);
    const { next, firstDays } = outcome.value;
    const [at] = next;
    const first =
      at === undefined || firstDays === undefined
        ? ""
        : `${formatInstant(at, call.zone)}, за ${exportDaysText(firstDays)}`;
    return { tried: { ...timesOf(outcome.value, call.zone), first } };
  },
  run: async (call, values) => {
    const outcome = await runExport(call.app, { number: numberOf(values), runId: values.uuid("id") });
    if (!outcome.ok) return refusedBy(call, outcome);
    const { found, days, file, rows, owners } = outcome.value;
    const sent = owners > 0 ? "Владельцу придёт от бота." : "В Telegram слать некому.";
    const parts = [
      `Выгрузка №${found.number} за ${exportDaysText(days)}: ${rowsText(rows)}.`,
      file === undefined ? "" : `Файл: ${file}.`,
      found.isToTelegram ? sent : "",
    ];
    return { said: parts.filter((part) => part !== "").join(" ") };
  },
};

const OWNER_ONLY = "Выгрузки меняет владелец.";

/** Files of the books that come by themselves, and the copies of the whole database beside them. */
export const EXPORTS_PAGE: PanelPage = {
  id: "exports",
  label: "Выгрузки",
  icon: "Download",
  component: "exportsPage",
  read: exportsView,
  act: async (call, values) => {
    const what = values.text("do");
    if (Object.hasOwn(CHANGES, what) && !mayChangeExports(call.user)) return { refused: OWNER_ONLY };
    const works = { ...WORKS, ...CHANGES };
    const work = Object.hasOwn(works, what) ? works[what] : undefined;
    return work === undefined ? { refused: "Такого действия нет. Обновите страницу." } : work(call, values);
  },
};
