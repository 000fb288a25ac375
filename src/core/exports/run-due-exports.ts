import type { App } from "../app.ts";
import { dayOf, type LocalDay, plusDays, startOfDay, type Zone } from "../kernel/local-day.ts";
import { enqueueMessages, type NewMessage } from "../notifications/index.ts";
import { listOwners, managersToTell } from "../people/index.ts";
import { type Tx, write } from "../runtime/transaction.ts";
import { nextDues, runDue } from "../schedules/index.ts";
import { loadSettings } from "../settings/index.ts";
import { type Export, type ExportDays, type ExportFile, type ExportRun, scheduleName } from "./model.ts";
import { owedSpans } from "./rules/owed-spans.ts";
import { noteExportRun } from "./runs.ts";
import { findById, listAll, markDone } from "./store.ts";
import { type RunFile, runText } from "./words.ts";
import { countRows, problemOf, writeExport } from "./write-export.ts";

/**
 * Writes the files that are due, and promises them to the owners who want them from the bot: each due time's once over
 * all processes. After a standstill, or after failures, one run makes up for every span that was missed, a file for each
 * (the latest `SPANS_OWED_MAX`).
 *
 * When it fails, those who run the business hear of it once for each due time; the next due time is the next attempt. A
 * death in the middle leaves the due time to the next process, whose files take the place of those that are there.
 */
export async function runDueExports(app: App): Promise<void> {
  const timeZone = (await loadSettings(app.db))["business.timeZone"];
  for (const { id, cron } of await listAll(app.db)) {
    const work = (dueAt: Date) => workOff(app, { id, dueAt, timeZone });
    await runDue(app, { name: scheduleName(id), cron, timeZone, work });
  }
}

type Due = { readonly id: string; readonly dueAt: Date; readonly timeZone: Zone };

async function workOff(app: App, { id, dueAt, timeZone }: Due): Promise<string> {
  const begun = { id: app.newId(), dueAt, beganAt: app.clock.now() };
  const found = await findById(app.db, id);
  if (found === undefined) return "выгрузки больше нет";
  const spans = owedSpans(found.span, dueDays(found, dueAt, timeZone));
  if (spans.length === 0) return "файлы уже были";
  try {
    const written: RunFile[] = [];
    for (const days of spans) written.push(await writeOne(app, found, { days, zone: timeZone }));
    await write(app.db, async (tx) => {
      if (!(await markDone(tx, id, dueAt))) return;
      await promise(app, tx, { found, spans, occasion: dueAt.toISOString() });
      await noteExportRun(tx, id, doneRun(begun, written, app.clock.now()));
    });
    return runText(written);
  } catch (error) {
    await tell(app, found, failedRun({ ...begun, dueAt }, problemOf(error), app.clock.now()));
    throw new Error(problemOf(error), { cause: error });
  }
}

type BegunRun = Pick<ExportRun, "id" | "dueAt" | "beganAt">;

/** The machine's clock may have been set back meanwhile. */
const endOf = ({ beganAt }: BegunRun, now: Date): Date => (now < beganAt ? beganAt : now);

/** A run that made its files. */
export const doneRun = (begun: BegunRun, written: readonly RunFile[], now: Date): ExportRun => ({
  ...begun,
  endedAt: endOf(begun, now),
  outcome: "done",
  file: written.at(-1)?.place,
  rows: written.reduce((sum, { rows }) => sum + rows, 0),
  words: runText(written),
});

/** A run that came to nothing. */
export const failedRun = <B extends BegunRun>(begun: B, problem: string, now: Date) => ({
  ...begun,
  ...{ endedAt: endOf(begun, now), outcome: "failed" as const, file: undefined, rows: undefined },
  words: problem || "неизвестно почему",
});

/** A folder for which there is none is no trouble: then the bot alone brings it. */
export async function writeOne(
  app: App,
  { folder, ...terms }: Export,
  { days, zone }: { readonly days: ExportDays; readonly zone: Zone },
): Promise<RunFile> {
  const file = fileOf(terms, days);
  if (folder === undefined) return { days, place: undefined, rows: await countRows(app, { file, zone }) };
  return { days, ...(await writeExport(app, { folder, file, zone })) };
}

const fileOf = (
  { contents, dialect }: Pick<Export, "contents" | "dialect">,
  { from, to }: ExportDays,
): ExportFile => ({ contents, dialect, from, to });

/** Longer ago nothing is made up for anyway. */
const DAYS_BACK_MAX = 1_000;

/** The days on which it came due after its last file, up to this due time: several due times of a day are one. */
function dueDays({ cron, owedSince }: Export, dueAt: Date, timeZone: Zone): readonly LocalDay[] {
  const earliest = startOfDay(plusDays(dayOf(dueAt, timeZone), -DAYS_BACK_MAX), timeZone);
  const days: LocalDay[] = [];
  let after = owedSince < earliest ? earliest : owedSince;
  for (;;) {
    const [next] = nextDues({ cron, timeZone }, after, 1);
    if (next === undefined || next > dueAt) return days;
    const day = dayOf(next, timeZone);
    days.push(day);
    after = new Date(startOfDay(plusDays(day, 1), timeZone).getTime() - 1);
  }
}

type Promised = {
  readonly found: Export;
  readonly spans: readonly ExportDays[];
  /** What the files are made for: the same occasion again promises nothing more. */
  readonly occasion: string;
};

/** Promises the files to the owners, when they go to Telegram. @returns how many owners get them */
export async function promise(app: App, tx: Tx, { found, spans, occasion }: Promised): Promise<number> {
  if (!found.isToTelegram) return 0;
  const now = app.clock.now();
  const owners = await listOwners(tx);
  const messages = owners.flatMap(({ id: staffId }) =>
    spans.map(
      (days, place): NewMessage => ({
        id: app.newId(),
        key: `export_file:${found.id}:${occasion}:${days.from}:${staffId}`,
        kind: "export_file",
        to: { staffId },
        payload: { number: found.number, ...fileOf(found, days) },
        // The oldest goes out first.
        dueAt: new Date(now.getTime() - (spans.length - 1 - place)),
      }),
    ),
  );
  await enqueueMessages(tx, messages, now);
  return owners.length;
}

/** Notes what failed, and promises the news of it: once for each due time and receiver, whoever tries it again. */
async function tell(
  app: App,
  { id, number }: Export,
  run: ExportRun & { readonly dueAt: Date },
): Promise<void> {
  const { dueAt, words: problem, endedAt: now } = run;
  await write(app.db, async (tx) => {
    await noteExportRun(tx, id, run);
    const messages = (await managersToTell(tx)).map(
      ({ id: staffId }): NewMessage => ({
        id: app.newId(),
        key: `export_failed:${id}:${dueAt.toISOString()}:${staffId}`,
        kind: "staff_export_failed",
        to: { staffId },
        payload: { number, problem },
        dueAt: now,
      }),
    );
    await enqueueMessages(tx, messages, now);
  });
}
