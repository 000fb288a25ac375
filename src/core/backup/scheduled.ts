import path from "node:path";
import type { App } from "../app.ts";
import type { Zone } from "../kernel/local-day.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { managersToTell } from "../people/index.ts";
import { systemClock } from "../runtime/clock.ts";
import { fileProblem } from "../runtime/file-problem.ts";
import { write } from "../runtime/transaction.ts";
import { FileTrouble } from "../runtime/whole-file.ts";
import {
  dropSchedule,
  type EndedRun,
  findSchedule,
  nextDues,
  runDue,
  type Schedule,
} from "../schedules/index.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { type BackUpRefusal, backUp } from "./back-up.ts";
import { type Copy, copyName, listCopies, removeCopies } from "./copies.ts";
import type { FileRefusal } from "./model.ts";
import { readPassphrase } from "./passphrase.ts";
import { outdated } from "./rules/rotation.ts";
import { verifyBackup } from "./verify-backup.ts";

/** The schedule's own name. */
const NAME = "backup";

/**
 * Makes the copy that the owner's timetable asks for when it is due, reads it through, and takes away the copies that
 * are needed no more; nothing while no folder is set.
 *
 * One process does it for each due time. When it fails, those who run the business hear of it once, old copies stay, and
 * the next due time is the next attempt.
 */
export async function backUpOnSchedule(app: App): Promise<EndedRun> {
  const settings = await loadSettings(app.db);
  if (settings["backup.folder"] === "") {
    if (await findSchedule(app.db, NAME)) await dropSchedule(app.db, NAME);
    return undefined;
  }
  return runDue(app, {
    name: NAME,
    cron: settings["backup.cron"],
    timeZone: settings["business.timeZone"],
    work: async (dueAt) => {
      try {
        return await makeCopy(app, settings, dueAt);
      } catch (error) {
        const problem = error instanceof FileTrouble ? fileWords(error) : String((error as Error).message);
        await tell(app, { dueAt, problem });
        throw new Error(problem, { cause: error });
      }
    },
  });
}

const fileWords = ({ file, code }: FileTrouble): string => `${file}: ${fileProblem(code)}`;

async function makeCopy(app: App, settings: Settings, dueAt: Date): Promise<string> {
  const folder = settings["backup.folder"];
  const keyFile = settings["backup.passphraseFile"];
  const passphrase = keyFile === "" ? undefined : await readPassphrase(keyFile);
  if (passphrase?.ok === false) throw new Error(problemOf(passphrase));
  const name = copyName(dueAt);
  const key = { file: path.join(folder, name), passphrase: passphrase?.value };
  const address = { connectionString: app.db.connection.connectionString ?? "" };
  const made = await backUp(address, { ...key, replaces: true, now: app.clock.now() });
  if (!made.ok) throw new Error(problemOf(made));
  // A copy that was never read is a hope.
  const read = await verifyBackup(key);
  if (!read.ok) throw new Error(problemOf(read));
  const terms = { keepDaily: settings["backup.keepDaily"], keepWeekly: settings["backup.keepWeekly"] };
  const old = outdated(await listCopies(folder), terms, settings["business.timeZone"]);
  await removeCopies(folder, old, systemClock.now());
  return name;
}

const PROBLEMS: Readonly<Record<BackUpRefusal | FileRefusal, string>> = {
  backup_damaged: "записанная копия не читается",
  backup_newer: "записанная копия не читается",
  backup_unreadable: "записанная копия не читается",
  database_empty: "в базе ничего нет",
  database_strange: "в базе есть таблицы, а истории миграций этой программы нет",
  file_exists: "такой файл уже есть",
  file_is_device: "это не файл, а устройство",
  file_is_folder: "это папка",
  file_unwritable: "файл не записать",
  not_a_backup: "записанная копия не читается",
  passphrase_needed: "записанная копия не читается",
  passphrase_not_needed: "записанная копия не читается",
  passphrase_unreadable: "не прочитать файл с паролем",
  passphrase_wrong: "записанная копия не читается",
};

function problemOf({
  refusal,
  detail,
}: {
  readonly refusal: BackUpRefusal | FileRefusal;
  readonly detail: Readonly<Record<string, string | number | Date>>;
}): string {
  const problem = detail.problem === undefined ? "" : ` (${fileProblem(String(detail.problem))})`;
  const file = detail.given === undefined ? "" : `: ${String(detail.given)}`;
  return `${PROBLEMS[refusal]}${file}${problem}`;
}

/** Once for each due time and receiver, whoever tries it again. */
async function tell(
  app: App,
  { dueAt, problem }: { readonly dueAt: Date; readonly problem: string },
): Promise<void> {
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    for (const { id: staffId } of await managersToTell(tx)) {
      const key = `backup_failed:${dueAt.toISOString()}:${staffId}`;
      const message = { id: app.newId(), key, to: { staffId }, payload: { problem }, dueAt: now };
      await enqueueMessage(tx, { ...message, kind: "staff_backup_failed" }, now);
    }
  });
}

export type ScheduledBackups = {
  /** Undefined: no folder is set, and none are made. */
  readonly folder: string | undefined;
  readonly cron: string;
  readonly timeZone: Zone;
  /** Whether the next ones will be: each copy says of itself what it is. */
  readonly isEncrypted: boolean;
  /** Undefined: the next ones are not encrypted. */
  readonly passphraseFile: string | undefined;
  readonly next: readonly Date[];
  /** When the next one comes due; in the past it is late. Undefined: the timetable was not followed yet. */
  readonly nextDueAt: Date | undefined;
  readonly lastRun: Schedule["lastRun"];
  /** Newest first. */
  readonly copies: readonly Copy[];
  /** Why the folder cannot be looked into. */
  readonly problem: string | undefined;
};

/** Those that anybody can read, where copies are to be encrypted; newest first. */
export const clearCopies = ({
  isEncrypted,
  copies,
}: Pick<ScheduledBackups, "isEncrypted" | "copies">): readonly Copy[] =>
  isEncrypted ? copies.filter((copy) => copy.isEncrypted === false) : [];

const NEXT_SHOWN = 3;

/** How scheduled copies stand: when the next are due, what came of the last, and which there are. */
export async function listBackups(app: Pick<App, "db" | "clock">): Promise<ScheduledBackups> {
  const settings = await loadSettings(app.db);
  const folder = settings["backup.folder"] === "" ? undefined : settings["backup.folder"];
  const timetable = { cron: settings["backup.cron"], timeZone: settings["business.timeZone"] };
  const passphraseFile = settings["backup.passphraseFile"] || undefined;
  const known = await findSchedule(app.db, NAME);
  const about = {
    ...{ folder, ...timetable, passphraseFile, isEncrypted: passphraseFile !== undefined },
    ...{ lastRun: known?.lastRun, nextDueAt: known?.nextDueAt },
  };
  if (folder === undefined) return { ...about, next: [], copies: [], problem: undefined };
  const next = nextDues(timetable, app.clock.now(), NEXT_SHOWN);
  try {
    return { ...about, next, copies: await listCopies(folder), problem: undefined };
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    return { ...about, next, copies: [], problem: fileWords(error) };
  }
}
