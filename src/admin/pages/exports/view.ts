import { listBackups } from "../../../core/backup/index.ts";
import {
  EXPORT_CONTENTS_WORDS,
  EXPORT_SPAN_WORDS,
  type ExportRun,
  type ExportView,
  listExports,
} from "../../../core/exports/index.ts";
import type { Zone } from "../../../core/kernel/local-day.ts";
import { zoneWords } from "../../../core/kernel/zone-names.ts";
import { listOwners } from "../../../core/people/index.ts";
import { timetableWords } from "../../../core/schedules/index.ts";
import { definitionOf } from "../../../core/settings/index.ts";
import { mayChangeExports, mayChangeSetting } from "../../access.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, wordFor } from "../../readable.ts";
import { DIALECT_WORDS, FORM_CHOICES, type FormChoices, formOf, PRESETS, type TypedExport } from "./typed.ts";

/** When something is done: in words, as cron writes it, and the next times by the clocks of the business. */
export type TimesView = {
  readonly when: string;
  readonly cron: string;
  readonly next: readonly string[];
};

/** What came of the last time. */
export type RunView = { readonly at: string; readonly words: string; readonly hasFailed: boolean };

/** One of the last times: by the timetable, or because somebody pressed. */
export type ExportRunView = RunView & { readonly id: string; readonly isByHand: boolean };

export type ExportCardView = TimesView & {
  readonly number: number;
  readonly what: string;
  readonly where: readonly string[];
  /** Newest first. */
  readonly runs: readonly ExportRunView[];
  readonly last: RunView | undefined;
  readonly form: TypedExport;
};

export type BackupsView = TimesView & {
  /** Undefined: none are made. */
  readonly folder: string | undefined;
  readonly isEncrypted: boolean;
  readonly last: RunView | undefined;
  /** «7 копий, последняя — вт, 24 ноя 2026, 4:00» */
  readonly copies: string;
  readonly problem: string | undefined;
  /** Whoever looks may set them up. */
  readonly mayChange: boolean;
};

export type ExportsView = {
  /** Whose clocks the times are by: «Москва». */
  readonly zoneText: string;
  readonly mayChange: boolean;
  /** What the next thing that is sent from this page is called: sent again, it is the same. */
  readonly newId: string;
  /** Owners whom the bot can write to. */
  readonly owners: number;
  readonly exports: readonly ExportCardView[];
  readonly presets: readonly { readonly label: string; readonly form: TypedExport }[];
  readonly choices: FormChoices;
  readonly backups: BackupsView;
};

export async function exportsView(call: PageCall): Promise<ExportsView> {
  const { app, user, zone } = call;
  const [exports, owners, backups] = await Promise.all([
    listExports(app),
    listOwners(app.db),
    backupsView(call),
  ]);
  return {
    zoneText: zoneWords(zone, app.clock.now()),
    mayChange: mayChangeExports(user),
    newId: app.newId(),
    owners: owners.length,
    exports: exports.map((one) => cardOf(one, zone)),
    presets: PRESETS,
    choices: FORM_CHOICES,
    backups,
  };
}

function cardOf(one: ExportView, zone: Zone): ExportCardView {
  const { number, span, contents, dialect, folder, isToTelegram } = one;
  return {
    number,
    what: capital(
      `${EXPORT_SPAN_WORDS[span]}: ${EXPORT_CONTENTS_WORDS[contents]}, ${DIALECT_WORDS[dialect]}`,
    ),
    where: [
      ...(folder === undefined ? [] : [`папка ${folder}`]),
      ...(isToTelegram ? ["Telegram владельца"] : []),
    ],
    ...timesOf(one, zone),
    runs: one.runs.map((run) => ({ ...toldRun(run, zone), id: run.id, isByHand: run.dueAt === undefined })),
    last: one.lastRun && toldRun(one.lastRun, zone),
    form: formOf(one),
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A timetable without simple words: the next times say what it means. */
export const WITHOUT_WORDS = "По своему расписанию";

export const timesOf = (
  { cron, next }: { readonly cron: string; readonly next: readonly Date[] },
  zone: Zone,
): TimesView => ({
  when: capital(timetableWords(cron) ?? WITHOUT_WORDS),
  cron,
  next: next.map((at) => formatInstant(at, zone)),
});

type Told = Pick<ExportRun, "beganAt" | "words" | "outcome">;

const toldRun = ({ beganAt, words, outcome }: Told, zone: Zone): RunView => ({
  at: formatInstant(beganAt, zone),
  words,
  hasFailed: outcome === "failed",
});

async function backupsView({ app, user, zone }: PageCall): Promise<BackupsView> {
  const backups = await listBackups(app);
  const { folder, isEncrypted, copies, problem } = backups;
  const [newest] = copies;
  const count = `${copies.length} ${wordFor(copies.length, ["копия", "копии", "копий"])}`;
  return {
    folder,
    isEncrypted,
    ...timesOf(backups, zone),
    last: backups.lastRun && toldRun(backups.lastRun, zone),
    copies: newest === undefined ? "ещё нет" : `${count}, последняя — ${formatInstant(newest.at, zone)}`,
    problem,
    mayChange: mayChangeSetting(user, {
      key: "backup.folder",
      group: definitionOf("backup.folder").group,
    }),
  };
}
