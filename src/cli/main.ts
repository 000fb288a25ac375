import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { type Command, CommanderError } from "commander";
import type { App } from "../core/app.ts";
import type { RefusalDetail } from "../core/kernel/outcome.ts";
import { refuse } from "../core/kernel/outcome.ts";
import { createYookassaProvider } from "../core/payments/yookassa/index.ts";
import { migrationSentence } from "../core/reports/index.ts";
import { type Clock, shiftedClock } from "../core/runtime/clock.ts";
import { type Config, ConfigError, loadConfig } from "../core/runtime/config.ts";
import { type Database, type DatabaseAddress, openDatabase } from "../core/runtime/database.ts";
import {
  embeddedPostgresStatus,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from "../core/runtime/embedded-postgres.ts";
import { hasEmbeddedDatabase } from "../core/runtime/embedded-presence.ts";
import { fileProblem } from "../core/runtime/file-problem.ts";
import { createLog, type Log } from "../core/runtime/log.ts";
import { FolderTrouble } from "../core/runtime/make-folder.ts";
import { MigrationError, migrate, migrationStatus } from "../core/runtime/migrate.ts";
import { repairSchema } from "../core/runtime/repair.ts";
import { SANDBOX_SHOP } from "../core/runtime/sandbox-shop.ts";
import { sql } from "../core/runtime/sql.ts";
import { FileTrouble } from "../core/runtime/whole-file.ts";
import { loadSettings } from "../core/settings/index.ts";
import { refuseBlank } from "./blank-values.ts";
import { botAddress } from "./bot-address.ts";
import { inOwnName } from "./command-name.ts";
import { databaseAway, diskOfDatabaseFull, withoutPassword } from "./database-away.ts";
import { type DatabaseWhere, whereIs } from "./database-where.ts";
import { type Answer, CannotOpen, type Desk, type Ground, type Io, type MayCreate } from "./desk.ts";
import { examinedGround } from "./examined-ground.ts";
import { BROKEN, DONE, exitOf, NO_SUCH_PLACE, REFUSED, TROUBLE, WRONG_USAGE } from "./exit-codes.ts";
import { missingAt } from "./missing-installation.ts";
import type { RefusedWith } from "./output.ts";
import { patientIo } from "./patience.ts";
import { makeProgram } from "./program.ts";
import { type CliRefusal, sentenceOf } from "./refusals.ts";
import { processIo } from "./terminal.ts";
import { keepDeed } from "./told-deed.ts";
import { UsageError } from "./usage.ts";
import { wrongCall } from "./wrong-call.ts";

const HINT = "\nСправка: та же команда с --help.";
const ZONE_WHEN_UNKNOWN = "Europe/Moscow";
const CONNECTIONS_MAX = 2;
const GATEWAY_MS_MAX = 10_000;

type Complaint = {
  readonly exit: number;
  readonly code: string;
  readonly message: string;
  readonly detail: RefusalDetail;
  readonly attached?: RefusedWith<CliRefusal>["attached"];
};

/** Runs one command line and answers its exit code. Only `--json` or a text for people goes to standard output. */
export async function runCli(argv: readonly string[], io: Io, clock?: Clock): Promise<number> {
  const isJson = argv.includes("--json");
  const isVerbose = argv.includes("--verbose");
  const log = createLog({ level: isVerbose ? "debug" : "warn", destination: { write: io.err } });
  let exit = DONE;
  let zone = ZONE_WHEN_UNKNOWN;
  const own = inOwnName(io);
  const keeper = keepDeed();
  let called: Command | undefined;
  const complain = (complaint: Complaint): void => {
    const { code, detail, attached } = complaint;
    const message = own(complaint.message);
    io.err(
      isJson
        ? `${JSON.stringify({ error: { code, message, detail, ...attached } })}\n`
        : `${message}${complaint.exit === WRONG_USAGE ? HINT : ""}\n`,
    );
    exit = complaint.exit;
  };
  const answer = (outcome: Answer): void => {
    if (!outcome.ok)
      complain({ ...refusedComplaint(outcome.refusal, outcome.detail, zone), attached: outcome.attached });
    else if (outcome.value.isWritten !== true) {
      const deed = keeper.deedOf(called, outcome.value);
      if (deed !== undefined) io.deed?.(deed);
      void io.out(
        isJson ? `${JSON.stringify(outcome.value.json, null, 2)}\n` : `${own(outcome.value.text())}\n`,
      );
    }
    if (outcome.ok && outcome.value.isTrouble) exit = TROUBLE;
  };

  // A program's reader gets its complaint alone, not a page of help or a remark before it.
  const { io: remarkIo, end: endWaiting } = patientIo(
    isJson ? { ...io, err: () => undefined, bar: undefined, ask: undefined } : io,
  );
  const workplace = makeWorkplace(remarkIo, log, clock);
  let app: Promise<App> | undefined;
  const openApp: Desk["openApp"] = async (may) => {
    app ??= workplace.openApp(may).then(keeper.watched);
    const opened = await app;
    zone = (await loadSettings(opened.db))["business.timeZone"];
    return opened;
  };
  const desk: Desk = {
    io: remarkIo,
    ground: workplace.ground,
    openApp,
    openTill: workplace.openTill,
    openReturn: workplace.openReturn,
    answer,
  };
  try {
    const program = makeProgram(desk).hook("preAction", (_, command) => {
      called = command;
      refuseBlank(command);
    });
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    const complaint = complaintAbout(error, { zone, where: workplace.where() });
    if (complaint !== undefined) complain(complaint);
    if (complaint?.exit === BROKEN && isVerbose)
      io.err(`${error instanceof Error ? error.stack : String(error)}\n`);
  } finally {
    endWaiting();
    await workplace.close();
  }
  return exit;
}

const refusedComplaint = (refusal: CliRefusal, detail: RefusalDetail, zone: string): Complaint => ({
  exit: exitOf(refusal, detail),
  code: refusal,
  message: sentenceOf(refusal, detail, zone),
  detail,
});

type Circumstances = { readonly zone: string; readonly where: DatabaseWhere | undefined };

/** Undefined: nothing is wrong, help was asked for and shown. */
function complaintAbout(error: unknown, { zone, where }: Circumstances): Complaint | undefined {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined;
    return wrongUsage(
      error.code === "commander.help" ? new UsageError("Не хватает команды.") : wrongCall(error),
    );
  }
  if (error instanceof UsageError) return wrongUsage(error);
  if (error instanceof CannotOpen) return refusedComplaint(error.refused.refusal, error.refused.detail, zone);
  if (error instanceof ConfigError) {
    return { exit: WRONG_USAGE, code: "wrong_environment", message: error.message, detail: {} };
  }
  if (error instanceof FileTrouble) {
    const { file, code: problem } = error;
    const message = `Файл ${file} не записан: ${fileProblem(problem)}.`;
    return { exit: BROKEN, code: "file_unwritable", message, detail: { given: file, problem } };
  }
  if (error instanceof FolderTrouble) {
    return folderComplaint(error);
  }
  return brokenComplaint(error, where);
}

function brokenComplaint(error: unknown, where: DatabaseWhere | undefined): Complaint {
  const full = diskOfDatabaseFull(error, where);
  if (full !== undefined) {
    const detail = where?.folder === undefined ? {} : { folder: where.folder };
    return { exit: BROKEN, code: "disk_full", message: full, detail };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof MigrationError) {
    return {
      exit: REFUSED,
      code: `migration_${error.trouble}`,
      message: `Схему базы не обновить. ${migrationSentence(error)}`,
      detail: error.detail,
    };
  }
  const away = databaseAway(error, where);
  return away === undefined
    ? {
        exit: BROKEN,
        code: "unexpected",
        message: `Внутренняя ошибка: ${withoutPassword(reason)}`,
        detail: {},
      }
    : { exit: BROKEN, code: "database_unavailable", message: away, detail: {} };
}

/** Where the data cannot be, by what DATA_DIR says; a disk that refuses is a breakdown. */
const WRONG_FOLDER: ReadonlySet<string> = new Set([...NO_SUCH_PLACE, "EACCES", "EPERM", "EROFS"]);

function folderComplaint({ folder, code: problem }: FolderTrouble): Complaint {
  const isFile = statSync(folder, { throwIfNoEntry: false })?.isFile() === true;
  const why = isFile
    ? `${folder} — это файл, а не папка`
    : `папку ${folder} не создать и в неё не записать (${fileProblem(problem)})`;
  const message = `База данных недоступна: ${why}. Другую папку называет DATA_DIR.`;
  const detail = { given: folder, problem };
  return WRONG_FOLDER.has(problem)
    ? { exit: WRONG_USAGE, code: "wrong_environment", message, detail }
    : { exit: BROKEN, code: "database_unavailable", message, detail };
}

const wrongUsage = ({ message, detail }: UsageError): Complaint => ({
  exit: WRONG_USAGE,
  code: "wrong_usage",
  message,
  detail,
});

type Workplace = Pick<Desk, "ground" | "openApp" | "openTill" | "openReturn"> & {
  /** Undefined: the command wanted no database yet. */
  where(): DatabaseWhere | undefined;
  close(): Promise<void>;
};

/** Nothing is read, started or connected until a command wants it: help needs no database. */
function makeWorkplace(io: Io, log: Log, clock: Clock | undefined): Workplace {
  let config: Config | undefined;
  let app: Promise<App> | undefined;
  let examined: ReturnType<typeof examinedGround> | undefined;
  let where: DatabaseWhere | undefined;
  const settled = (): Config => {
    config ??= loadConfig({ env: io.env, envFile: ".env" });
    return config;
  };
  const address: Ground["address"] = async (may) => {
    const { url, dataDir } = settled().database;
    if (url === undefined && may === undefined && !hasEmbeddedDatabase(dataDir)) throw missingAt(dataDir);
    where ??= whereIs(settled().database);
    return url === undefined ? startEmbeddedPostgres(dataDir, { log }) : { connectionString: url };
  };
  const openApp: Desk["openApp"] = (may) => {
    app ??= address(may).then((at) =>
      makeApp(at, { log, clock, may, where, onNew: () => io.err(newDatabaseNote(settled())) }),
    );
    return app;
  };
  const close = async (): Promise<void> => {
    const opened = await app?.catch(() => undefined);
    await opened?.db.close();
    await (await examined?.catch(() => undefined))?.close();
  };
  const examine: Ground["examined"] = async () => {
    examined ??= examinedGround(settled(), { address, clock, openGateway });
    return examined;
  };
  const openTill = (): App["payments"] => till(settled());
  const openReturn: Desk["openReturn"] = async () => {
    const bot = await botAddress(settled());
    return (bookingNumber) => `${bot}?start=pay_${bookingNumber}`;
  };
  const ground = makeGround(settled, { address, examine });
  return { ground, openApp, openTill, openReturn, close, where: () => where };
}

/** The shop is asked about itself, and nothing else. */
function openGateway({ mode, yookassa: { account, apiUrl } }: Config): App["payments"] {
  if (mode === "sandbox" || account === undefined) return undefined;
  return createYookassaProvider({ ...account, apiUrl, timeoutMs: GATEWAY_MS_MAX });
}

/** The gateway that the server takes money through: the shop's, or the sandbox's, which answers while the server runs. */
function till({ mode, sandbox, yookassa: { account, apiUrl } }: Config): App["payments"] {
  if (account !== undefined) return createYookassaProvider({ ...account, apiUrl, timeoutMs: GATEWAY_MS_MAX });
  if (mode === "live") return undefined;
  const { host, shopId, secretKey } = SANDBOX_SHOP;
  const itsUrl = `http://${host}:${sandbox.port}/v3/`;
  return createYookassaProvider({ shopId, secretKey, apiUrl: itsUrl, timeoutMs: GATEWAY_MS_MAX });
}

type Ways = { readonly address: Ground["address"]; readonly examine: Ground["examined"] };

function makeGround(settled: () => Config, { address, examine }: Ways): Ground {
  const isEmbedded = (): boolean => settled().database.url === undefined;
  const server: Ground["server"] = async () => {
    const { dataDir } = settled().database;
    if (!isEmbedded()) return undefined;
    if (!hasEmbeddedDatabase(dataDir)) throw missingAt(dataDir);
    return embeddedPostgresStatus(dataDir);
  };
  return {
    get isEmbedded() {
      return isEmbedded();
    },
    address,
    server,
    migrate: async () => migrate(await address({ mayCreate: true })),
    repair: async () => repairSchema(await address()),
    migrationState: async () => {
      const isThere = !isEmbedded() || (await server())?.isRunning === true;
      return isThere ? migrationStatus(await address()) : undefined;
    },
    stop: () => stopEmbeddedPostgres(settled().database.dataDir),
    examined: examine,
  };
}

/** Whoever expected data finds out at once that they looked in another place. */
const newDatabaseNote = ({ database: { url, dataDir } }: Config): string =>
  [
    url === undefined
      ? `Базы в папке ${dataDir} не было: создана новая, пустая.`
      : "База была пуста: создана схема.",
    "Если данные должны были быть, проверьте DATA_DIR и DATABASE_URL.\n",
  ].join(" ");

type AppSetUp = {
  readonly log: Log;
  readonly clock: Clock | undefined;
  readonly may: MayCreate | undefined;
  readonly where: DatabaseWhere | undefined;
  readonly onNew: () => void;
};

async function makeApp(address: DatabaseAddress, setUp: AppSetUp): Promise<App> {
  const { log, clock, onNew } = setUp;
  if (await isNewDatabase(address, setUp)) onNew();
  const db = openDatabase(address, { connectionsMax: CONNECTIONS_MAX });
  try {
    return {
      db,
      log,
      clock: clock ?? (await clockOf(db)),
      newId: randomUUID,
      // The command line neither takes money nor writes to clients: the server does both from the same rows.
      payments: undefined,
      messenger: undefined,
      returnUrl: () => "",
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A new database gets its schema; one that others may be working with is changed only when the operator says so. */
async function isNewDatabase(
  address: DatabaseAddress,
  { may, where }: Pick<AppSetUp, "may" | "where">,
): Promise<boolean> {
  const { applied, pending, problems } = await migrationStatus(address);
  const [problem] = problems;
  if (problem !== undefined)
    throw new CannotOpen(
      refuse("database_not_ours", { ...problem.detail, problem: migrationSentence(problem) }),
    );
  if (pending.length === 0) return false;
  if (applied.length > 0) throw new CannotOpen(refuse("database_behind", { pending: pending.length }));
  const place = where?.dataDir === undefined ? "по DATABASE_URL" : `в папке ${where.dataDir}`;
  if (may === undefined) throw new CannotOpen(refuse("installation_empty", { place }));
  await migrate(address);
  return true;
}

/** The sandbox's time may be ahead of the system's; the operator's commands live in the same time. */
async function clockOf(db: Database): Promise<Clock> {
  const row = await db.first<{ clockOffsetMs: number }>(sql`SELECT clock_offset_ms FROM installation`);
  return shiftedClock(undefined, row?.clockOffsetMs ?? 0);
}

if (import.meta.main) {
  const argv = process.argv.slice(2);
  process.exitCode = await runCli(argv, processIo(argv.includes("--json")));
}
