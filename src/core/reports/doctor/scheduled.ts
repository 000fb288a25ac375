import { type Copy, clearCopies, listBackups } from "../../backup/index.ts";
import { minutesAfter } from "../../kernel/instant.ts";
import type { Database } from "../../runtime/database.ts";
import { type Queryable, sql } from "../../runtime/sql.ts";
import { nextDues, type Schedule, type Timetable } from "../../schedules/index.ts";

/** Who works begins within half a minute; a copy of a large business takes some time, and is over by then. */
const LATE_MINUTES = 30;

/** Something that is done by a timetable, as people name it. */
export type Timetabled = {
  /** `backup`, or the number of an export. */
  readonly of: "backup" | number;
  /** Where its files go; undefined: to Telegram alone. */
  readonly folder: string | undefined;
  /** Since when it should have begun, and it did not. */
  readonly lateSince: Date | undefined;
  readonly failed: NonNullable<Schedule["lastRun"]> | undefined;
};

export type ScheduledWork = {
  readonly exports: readonly Timetabled[];
  /** Undefined: no folder is set, and no copies are made. */
  readonly backup: (Timetabled & { readonly folder: string; readonly copies: CopiesKept }) | undefined;
};

type CopiesKept = {
  readonly newest: Copy | undefined;
  /** Those that anybody can read, where copies are to be encrypted; newest first. */
  readonly clear: readonly Copy[];
  /** Undefined: copies are not to be encrypted. */
  readonly passphraseFile: string | undefined;
  /** By its timetable there should be a newer one since then. */
  readonly staleSince: Date | undefined;
  /** Why the folder cannot be looked into. */
  readonly problem: string | undefined;
};

type Row = {
  readonly number: number;
  readonly folder: string | null;
  readonly nextDueAt: Date | null;
  readonly lastOutcome: "done" | "failed" | null;
  readonly lastDueAt: Date | null;
  readonly lastBeganAt: Date | null;
  readonly lastEndedAt: Date | null;
  readonly lastWords: string | null;
  readonly isMadeSince: boolean;
};

/** Exports and copies by their timetables: what is late, what failed last, how old the newest copy is. @param now the business's time */
export async function readScheduled(db: Database, now: Date): Promise<ScheduledWork> {
  const isLate = (at: Date | undefined): boolean =>
    at !== undefined && at <= minutesAfter(now, -LATE_MINUTES);
  return { exports: await listExportRuns(db, isLate), backup: await readBackup(db, { now, isLate }) };
}

type IsLate = (at: Date | undefined) => boolean;

/** A file that was made by hand after the timetable's run failed shows that what stood in the way is gone. */
async function listExportRuns(via: Queryable, isLate: IsLate): Promise<readonly Timetabled[]> {
  const rows = await via.many<Row>(sql`
    SELECT export.number, export.folder, schedule.next_due_at, schedule.last_outcome, schedule.last_due_at,
           schedule.last_began_at, schedule.last_ended_at, schedule.last_words,
           EXISTS (SELECT 1 FROM export_runs run WHERE run.export_id = export.id AND run.outcome = 'done'
             AND run.began_at >= schedule.last_ended_at) AS is_made_since
    FROM exports export LEFT JOIN schedules schedule ON schedule.name = 'export:' || export.id
    ORDER BY export.number`);
  return rows.map((row) => {
    const { lastDueAt: dueAt, lastBeganAt: beganAt, lastEndedAt: endedAt, lastWords } = row;
    const isStillFailed = row.lastOutcome === "failed" && !row.isMadeSince;
    const isFailed = isStillFailed && dueAt !== null && beganAt !== null && endedAt !== null;
    const nextDueAt = row.nextDueAt ?? undefined;
    return {
      of: row.number,
      folder: row.folder ?? undefined,
      lateSince: isLate(nextDueAt) ? nextDueAt : undefined,
      failed: isFailed ? { dueAt, beganAt, endedAt, outcome: "failed", words: lastWords ?? "" } : undefined,
    };
  });
}

async function readBackup(
  db: Database,
  { now, isLate }: { readonly now: Date; readonly isLate: IsLate },
): Promise<ScheduledWork["backup"]> {
  const backups = await listBackups({ db, clock: { now: () => now } });
  const { folder, cron, timeZone, passphraseFile, lastRun, nextDueAt, copies, problem } = backups;
  if (folder === undefined) return undefined;
  const [newest] = copies;
  const lateSince = isLate(nextDueAt) ? nextDueAt : undefined;
  return {
    of: "backup",
    folder,
    lateSince,
    failed: lastRun?.outcome === "failed" ? lastRun : undefined,
    copies: {
      newest,
      clear: clearCopies(backups),
      passphraseFile,
      staleSince:
        problem === undefined ? (missedSince({ cron, timeZone }, newest, lastRun) ?? lateSince) : undefined,
      problem,
    },
  };
}

/** The copy of a due time bears it in its name: one that a run was for, and that is not there, is missed. */
function missedSince(
  timetable: Timetable,
  newest: Copy | undefined,
  lastRun: Schedule["lastRun"],
): Date | undefined {
  if (lastRun === undefined) return undefined;
  if (newest === undefined) return lastRun.outcome === "done" ? lastRun.dueAt : undefined;
  return newest.at < lastRun.dueAt ? nextDues(timetable, newest.at, 1)[0] : undefined;
}
