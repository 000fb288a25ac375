import type { Command } from "commander";
import { type Copy, clearCopies, listBackups, type ScheduledBackups } from "../../core/backup/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done } from "../../core/kernel/outcome.ts";
import { answering, type Desk, openShop } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields, momentOf, table } from "../output.ts";
import { sizeText } from "../size.ts";

export function addBackupList(db: Command, desk: Desk): void {
  withExamples(
    db
      .command("backups")
      .description(
        "показать копии по расписанию и когда следующая; код завершения 4, если последняя не удалась. Где и когда их делать — настройки backup.*",
      )
      .action(answering(desk, () => list(desk))),
    "db backups",
    "settings set backup.folder /var/backups/okoshko",
    'settings set backup.cron "0 4 * * *"',
  );
}

async function list(desk: Desk) {
  const { app, zone } = await openShop(desk);
  const backups = await listBackups(app);
  const { folder, cron, timeZone, isEncrypted, next, lastRun, copies, problem } = backups;
  const json = {
    folder: folder ?? null,
    cron,
    timeZone,
    isEncrypted,
    next,
    lastRun: lastRun ?? null,
    problem: problem ?? null,
    items: copies.map((copy) => ({ ...copy, isEncrypted: copy.isEncrypted ?? null })),
  };
  const text = () => textOf(backups, { zone, columns: desk.io.columns });
  const isTrouble = problem !== undefined || (folder !== undefined && lastRun?.outcome === "failed");
  return done(isTrouble ? ({ json, text, isTrouble: true } as const) : { json, text });
}

type Place = { readonly zone: Zone; readonly columns: number };

function textOf(backups: ScheduledBackups, { zone, columns }: Place): string {
  const { folder, cron, timeZone, isEncrypted, next, lastRun, copies, problem } = backups;
  if (folder === undefined) {
    return [
      "Копии по расписанию выключены. Включить:",
      "  npm run -s cli -- settings set backup.folder /var/backups/okoshko",
      "Сделать копию сейчас:",
      "  npm run -s cli -- db backup okoshko.backup",
    ].join("\n");
  }
  const last =
    lastRun &&
    `${momentOf(lastRun.beganAt, zone)}, ${lastRun.outcome === "done" ? `готово: ${lastRun.words}` : `не удалось: ${lastRun.words}`}`;
  const about = fields(
    [
      ["Папка", folder],
      ["Расписание", `${cron} (${timeZone})`],
      ["Шифровать", isEncrypted ? "да" : "нет"],
      ["Следующие", next.map((at) => momentOf(at, zone)).join(", ")],
      ["Последняя", last ?? "ещё не было"],
      ["Беда", problem],
    ],
    columns,
  );
  if (problem !== undefined) return about;
  const clear = clearCopies(backups).length;
  const remark =
    clear === 0
      ? ""
      : `\n\nБез шифра: ${counted(clear, COPIES)}, прочтёт любой. Что делать: npm run -s cli -- doctor --only schedules`;
  return `${about}\n\n${copyTable(copies, { zone, columns })}${remark}`;
}

const COPIES = ["копия", "копии", "копий"] as const;

const cipherWords = ({ isEncrypted }: Copy): string => {
  if (isEncrypted === undefined) return "не прочесть";
  return isEncrypted ? "да" : "нет";
};

const copyTable = (copies: readonly Copy[], { zone, columns }: Place): string =>
  copies.length === 0
    ? "Копий в папке ещё нет."
    : table(
        [
          { title: "Копия", isFlexible: true },
          { title: "Сделана" },
          { title: "Размер", align: "right" },
          { title: "Шифр" },
        ],
        copies.map((copy) => [copy.name, momentOf(copy.at, zone), sizeText(copy.bytes), cipherWords(copy)]),
        columns,
      );
