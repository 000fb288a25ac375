import { type Command, Option } from "commander";
import {
  type BackupSummary,
  backUp,
  isShortPassphrase,
  PASSPHRASE_LENGTH_MIN,
  type Restored,
  type RestoreInput,
  readPassphrase,
  restore,
  verifyBackup,
} from "../../core/backup/index.ts";
import { done, refuse } from "../../core/kernel/outcome.ts";
import { pasted } from "../../core/kernel/pasted.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { ledgerCheck } from "../../core/reports/index.ts";
import { systemClock } from "../../core/runtime/clock.ts";
import type { DatabaseAddress } from "../../core/runtime/database.ts";
import { isSure, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, reply, replyOfDeed } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields, momentOf, table } from "../output.ts";
import { type Progress, startProgress } from "../progress.ts";
import { isLetReplace } from "../replace-file.ts";
import { sizeText } from "../size.ts";
import { addBackupList } from "./backup-list.ts";
import { placeOf } from "./database-place.ts";

type KeyFlags = { readonly passphraseFile?: string };
type BackupFlags = KeyFlags & YesFlag & { readonly force?: true };
type RestoreFlags = KeyFlags & { readonly force?: true; readonly yes?: true };

const KEY_FLAG = "--passphrase-file <файл>";

/** Copies of the whole database: made, checked, and made into a database again. */
export function addBackupCommands(db: Command, desk: Desk): void {
  withExamples(
    withYes(
      db
        .command("backup")
        .description("сохранить всю базу в файл; программу останавливать не нужно")
        .argument("<файл>", "куда записать; появится, только когда копия готова целиком")
        .option(KEY_FLAG, "зашифровать паролем из этого файла: без пароля её не прочтёт никто, и вы тоже"),
      "заменить файл, если он уже есть",
    )
      // What scripts have said so far.
      .addOption(new Option("--force", "заменить: то же, что --yes").hideHelp())
      .action(answering(desk, (file: string, flags: BackupFlags) => backupTo(desk, file, flags))),
    "db backup okoshko.backup",
    "db backup okoshko-2026-12-01.backup --passphrase-file key.txt",
  );
  withExamples(
    db
      .command("verify")
      .description("прочитать копию целиком, проверить контрольные суммы и сказать, что в ней; база не нужна")
      .argument("<файл>", "копия, которую сделала db backup")
      .option(KEY_FLAG, "пароль, если копия зашифрована")
      .action(answering(desk, (file: string, flags: KeyFlags) => verify(desk, file, flags))),
    "db verify okoshko.backup",
    "db verify okoshko.backup --json",
  );
  withExamples(
    db
      .command("restore")
      .description(
        "сделать базу такой, какой она была в копии: целиком или никак; перед этим программу остановите",
      )
      .argument("<файл>", "копия, которую сделала db backup")
      .option(KEY_FLAG, "пароль, если копия зашифрована")
      .option("--force", "заменить то, что уже есть в базе (вместе с --yes)")
      .option("--yes", "да, заменить: прежнего не вернуть; в терминале без флага спросит")
      .action(answering(desk, (file: string, flags: RestoreFlags) => restoreFrom(desk, file, flags))),
    "db restore okoshko.backup",
    "db restore okoshko.backup --passphrase-file key.txt --force --yes",
  );
  addBackupList(db, desk);
}

/** The passphrase that the flag names, or none. */
const passphraseOf = async ({ passphraseFile }: KeyFlags) =>
  passphraseFile === undefined ? done(undefined) : readPassphrase(passphraseFile);

/** What is read afterwards, more than once, is no stream. */
const STANDARD_OUTPUT = "-";

async function backupTo(desk: Desk, file: string, flags: BackupFlags) {
  if (file === STANDARD_OUTPUT) return refuse("file_is_device", { given: file });
  const passphrase = await passphraseOf(flags);
  if (!passphrase.ok) return passphrase;
  const warnings = warningsOf(passphrase.value);
  for (const { message } of warnings) desk.io.err(`${message}\n`);
  const replaces = flags.yes === true || flags.force === true || (await isLetReplace(desk, file));
  const address = await desk.ground.address();
  const made = await withBar(desk, ({ report: onProgress }) =>
    backUp(address, {
      file,
      passphrase: passphrase.value,
      replaces,
      now: systemClock.now(),
      onProgress,
    }),
  );
  if (!made.ok) return made;
  const { rows, fileBytes, isEncrypted } = made.value;
  const key = flags.passphraseFile === undefined ? "" : ` --passphrase-file ${pasted(flags.passphraseFile)}`;
  const text = `Копия готова: ${file}, ${sizeText(fileBytes)}, ${counted(rows, ROWS)}${isEncrypted ? ", зашифрована" : ""}.\nПроверить: npm run -s cli -- db verify ${pasted(file)}${key}`;
  return replyOfDeed({ ...summaryJson(file, made.value), warnings }, text);
}

/** What is wrong with a value that was taken all the same: people read it before the answer, programs within it. */
type Warning = { readonly code: "passphrase_short"; readonly message: string };

const SHORT = `Внимание: пароль короче ${PASSPHRASE_LENGTH_MIN} знаков: такой подбирают, и копию прочтут. Возьмите длиннее, например несколько слов подряд, и сделайте копию заново.`;

const warningsOf = (passphrase: string | undefined): readonly Warning[] =>
  passphrase !== undefined && isShortPassphrase(passphrase)
    ? [{ code: "passphrase_short", message: SHORT }]
    : [];

const ROWS = ["строка", "строки", "строк"] as const;

async function verify(desk: Desk, file: string, flags: KeyFlags) {
  const passphrase = await passphraseOf(flags);
  if (!passphrase.ok) return passphrase;
  const seen = await withBar(desk, ({ report: onProgress }) =>
    verifyBackup({ file, passphrase: passphrase.value, onProgress }),
  );
  if (!seen.ok) return seen;
  return reply(
    summaryJson(file, seen.value),
    () => `${summaryText(seen.value, desk.io.columns)}\n\nВсё цело: контрольные суммы сошлись.`,
  );
}

async function restoreFrom(desk: Desk, file: string, { force, yes, ...flags }: RestoreFlags) {
  const passphrase = await passphraseOf(flags);
  if (!passphrase.ok) return passphrase;
  const address = await desk.ground.address({ mayCreate: true });
  const asked = { file, passphrase: passphrase.value, mayReplace: force === true };
  const restored = await restoreOnceSure(desk, address, { ...asked, isConfirmed: yes === true });
  if (!restored.ok) return restored;
  const discrepancies = (await ledgerCheck(await desk.openApp())).length;
  const json = {
    ...summaryJson(file, restored.value),
    hasReplaced: restored.value.hasReplaced,
    migrated: restored.value.migrated,
    discrepancies,
  };
  const answer = { json, text: () => restoredText(restored.value, discrepancies), isDeed: true } as const;
  return done(discrepancies > 0 ? ({ ...answer, isTrouble: true } as const) : answer);
}

/** Asks about what is lost when all else is well: the file is whole, the passphrase opens it, nobody works with the database. */
async function restoreOnceSure(
  desk: Desk,
  address: DatabaseAddress,
  asked: Omit<RestoreInput, "onProgress">,
) {
  const tried = await withBar(desk, ({ report: onProgress }) => restore(address, { ...asked, onProgress }));
  if (tried.ok || tried.refusal !== "restore_not_confirmed") return tried;
  const { createdAt } = tried.detail;
  const made = createdAt instanceof Date ? `${momentOf(createdAt, "UTC")} UTC` : "";
  const place = await placeOf(desk, address);
  if (!(await isSure(desk, {}, `Всё, что сейчас в базе ${place}, заменит копия от ${made}.`)))
    return refuse(tried.refusal, { ...tried.detail, place, made });
  return withBar(desk, ({ report: onProgress }) =>
    restore(address, { ...asked, isConfirmed: true, onProgress }),
  );
}

function restoredText({ rows, tables, migrated, createdAt }: Restored, discrepancies: number): string {
  return [
    `База восстановлена по копии от ${momentOf(createdAt, "UTC")} UTC: ${counted(tables.length, TABLES)}, ${counted(rows, ROWS)}.`,
    ...(migrated.length > 0 ? [`Схема приведена к этой версии программы: ${migrated.join(", ")}.`] : []),
    discrepancies === 0
      ? "Сверка: баллы, окна и деньги сходятся с записями."
      : `Сверка: ${counted(discrepancies, DISCREPANCIES)}. Посмотреть: npm run -s cli -- report ledger-check`,
    "Входить в панель нужно заново.",
  ].join("\n");
}

const TABLES = ["таблица", "таблицы", "таблиц"] as const;
const DISCREPANCIES = ["расхождение", "расхождения", "расхождений"] as const;

async function withBar<T>(desk: Desk, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = startProgress(desk.io);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

const MODES = { live: "настоящая", sandbox: "песочница" } as const;

function summaryText(summary: BackupSummary, columns: number): string {
  const { product, createdAt, mode, source, migrations, isEncrypted, fileBytes, tables, rows } = summary;
  const about = fields(
    [
      ["Сделана", `${momentOf(createdAt, "UTC")} UTC`],
      ["Программой", product],
      ["Откуда", `${source.host}, база ${source.database}, PostgreSQL ${source.postgres}`],
      ["База", mode === undefined ? "ещё не запускалась" : MODES[mode]],
      ["Схема", migrations.at(-1)?.name],
      ["Зашифрована", isEncrypted ? "да" : "нет"],
      ["Размер", sizeText(fileBytes)],
      ["Строк", formatWhole(rows)],
    ],
    columns,
  );
  const filled = tables.filter((one) => one.rows > 0);
  const list = table(
    [
      { title: "Таблица", isFlexible: true },
      { title: "Строк", align: "right" },
      { title: "Без сжатия", align: "right" },
    ],
    filled.map((one) => [one.name, formatWhole(one.rows), sizeText(one.bytes)]),
    columns,
  );
  const empty = tables.length - filled.length;
  return `${about}\n\n${list}${empty > 0 ? `\nБез строк: ${counted(empty, TABLES)}.` : ""}`;
}

const summaryJson = (file: string, summary: BackupSummary) => ({
  file,
  createdAt: summary.createdAt,
  product: summary.product,
  mode: summary.mode ?? null,
  source: summary.source,
  migrations: summary.migrations.map(({ name }) => name),
  isEncrypted: summary.isEncrypted,
  fileBytes: summary.fileBytes,
  rows: summary.rows,
  tables: summary.tables,
});
