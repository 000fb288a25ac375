import { daysAfter } from "../../kernel/instant.ts";
import { pasted } from "../../kernel/pasted.ts";
import { fileProblem } from "../../runtime/file-problem.ts";
import { folderProblem } from "../../runtime/folder-problem.ts";
import { judgeSpace } from "../rules/health.ts";
import { judgeClearCopies, makeCopy } from "./clear-copies.ts";
import type { Found, OpenGround } from "./model.ts";
import { judgePassphraseFile } from "./passphrase-file.ts";
import { readScheduled, type ScheduledWork, type Timetabled } from "./scheduled.ts";

/** Exports and copies that are made by a timetable: late, failed, too old, or with nowhere to go. */
export async function checkSchedules({ db, now, freeSpace }: OpenGround): Promise<readonly Found[]> {
  const { exports, backup } = await readScheduled(db, now);
  const found = [
    ...[...(backup === undefined ? [] : [backup]), ...exports].flatMap(judgeRuns),
    ...(backup === undefined ? [] : await judgePassphraseFile(backup)),
    // That the run is late says it already.
    ...(backup === undefined || backup.lateSince !== undefined ? [] : judgeCopies(backup, now)),
    ...(backup === undefined ? [] : judgeClearCopies(backup, now)),
    ...(await judgeFolders(exports, backup)),
    ...(backup === undefined ? [] : await judgeRoom(backup, freeSpace)),
    ...(backup === undefined ? [NO_COPIES] : []),
  ];
  if (found.length > 0) return found;
  const what = `Выгрузок по расписанию: ${exports.length}. Копии базы делаются.`;
  return [{ id: "schedules_ok", level: "ok", what }];
}

const BACKUPS = "npm run -s cli -- db backups";
const OTHER_FOLDER = "npm run -s cli -- settings set backup.folder <папка>";
const JOBS = "npm start (или npm start -- --role jobs); npm run -s cli -- doctor --only jobs";

const NO_COPIES: Found = {
  id: "schedules_no_backups",
  level: "warning",
  what: "Копии базы по расписанию не делаются.",
  why: "Сломается диск — пропадут записи, деньги и клиенты.",
  mend: "npm run -s cli -- settings set backup.folder /var/backups/okoshko; сделать копию сейчас: npm run -s cli -- db backup okoshko.backup",
};

function judgeRuns({ of, lateSince, failed }: Timetabled): readonly Found[] {
  const isBackup = of === "backup";
  const name = isBackup ? "Копия базы" : `Выгрузка №${of}`;
  const kind = isBackup ? "backup" : "export";
  const found: Found[] = [];
  if (lateSince !== undefined)
    found.push({
      id: `schedules_${kind}_late`,
      level: "trouble",
      what: `${name} не сделана в срок.`,
      why: isBackup
        ? "Чем старше последняя копия, тем больше пропадёт вместе с диском."
        : "Файла за этот срок нет; он сделается, когда задания заработают.",
      mend: JOBS,
      since: lateSince,
    });
  if (failed !== undefined)
    found.push({
      id: `schedules_${kind}_failed`,
      level: "trouble",
      what: `${name} в последний раз не получилась: ${failed.words}.`,
      why: isBackup
        ? "Новой копии нет, следующая попытка — в следующий срок."
        : "Файла нет, следующая попытка — в следующий срок.",
      mend: isBackup ? `${BACKUPS}; устраните причину` : `npm run -s cli -- schedule run ${of}`,
      since: failed.dueAt,
    });
  return found;
}

type Backup = NonNullable<ScheduledWork["backup"]>;

/** However rarely the timetable makes them: what happened since the newest copy is lost with the disk. */
const COPY_DAYS_MAX = 7;

function judgeCopies(backup: Backup, now: Date): readonly Found[] {
  const { folder, copies, failed } = backup;
  const { newest, staleSince, problem } = copies;
  if (problem !== undefined) return [];
  const mend = `Сделать копию сейчас: ${makeCopy(backup, now)}`;
  if (staleSince === undefined && newest === undefined && failed === undefined)
    return [
      {
        id: "schedules_no_copy_yet",
        level: "warning",
        what: `Копии базы включены, но ни одной в папке ещё нет (${folder}).`,
        why: "Сломается диск до первой копии — пропадут записи, деньги и клиенты.",
        mend,
      },
    ];
  if (staleSince === undefined)
    return newest !== undefined && newest.at < daysAfter(now, -COPY_DAYS_MAX)
      ? [
          {
            id: "schedules_copies_rare",
            level: "warning",
            what: `Последней копии базы (${newest.name}) больше ${COPY_DAYS_MAX} дней: так редко её велит делать расписание.`,
            why: "Всё, что было после неё, пропадёт вместе с диском.",
            mend: `Делать каждую ночь: npm run -s cli -- settings set backup.cron "0 4 * * *". ${mend}`,
            since: newest.at,
          },
        ]
      : [];
  return [
    {
      id: "schedules_copy_old",
      level: "trouble",
      what:
        newest === undefined
          ? "В папке копий нет ни одной копии, а она уже делалась."
          : `Последняя копия (${newest.name}) старше, чем велит расписание.`,
      why: "Из копий нечего или почти нечего будет восстановить.",
      mend: `${BACKUPS}. ${mend}`,
      since: staleSince,
    },
  ];
}

/** Each folder once, whatever goes there. */
async function judgeFolders(
  exports: readonly Timetabled[],
  backup: ScheduledWork["backup"],
): Promise<readonly Found[]> {
  const folders = new Set([...exports.map(({ folder }) => folder), backup?.folder]);
  const found: Found[] = [];
  for (const folder of folders) {
    const problem = folder === undefined ? undefined : await folderProblem(folder);
    if (folder === undefined || problem === undefined) continue;
    const isBackup = folder === backup?.folder;
    found.push({
      id: isBackup ? "schedules_backup_folder" : "schedules_export_folder",
      level: "trouble",
      what: `В папку ${isBackup ? "копий" : "выгрузок"} не записать: ${folder} (${fileProblem(problem)}).`,
      why: isBackup ? "Следующая копия не получится." : "Следующая выгрузка не получится.",
      mend: `mkdir -p ${pasted(folder)}, и дайте права пользователю программы; или другая папка: ${[
        ...(isBackup ? [OTHER_FOLDER] : []),
        ...exports
          .filter((one) => one.folder === folder)
          .map(({ of }) => `npm run -s cli -- schedule change ${of} --folder <папка>`),
      ].join("; ")}`,
    });
  }
  return found;
}

async function judgeRoom(
  { folder, copies: { newest, problem } }: Backup,
  freeSpace: OpenGround["freeSpace"],
): Promise<readonly Found[]> {
  if (problem !== undefined) return [];
  const { freeBytes } = await freeSpace(folder);
  // The new copy is written before the old ones are taken away.
  const isTooSmall = newest !== undefined && freeBytes < newest.bytes * 2;
  const level = isTooSmall ? "trouble" : judgeSpace(freeBytes);
  if (level === "ok") return [];
  return [
    {
      id: "schedules_backup_room",
      level,
      what: `Там, где копии, мало места: свободно ${inMib(freeBytes)} МиБ (${folder})${
        newest === undefined ? "" : `, последняя копия — ${inMib(newest.bytes)} МиБ`
      }.`,
      why: "На полном диске копия не запишется.",
      mend: `npm run -s cli -- settings set backup.keepDaily 3, или другая папка: ${OTHER_FOLDER}`,
    },
  ];
}

const inMib = (bytes: number): string => Math.ceil(bytes / 1024 ** 2).toLocaleString("ru-RU");
