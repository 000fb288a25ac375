import { type SpawnOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DatabaseAddress } from "./database.ts";
import { isDiskFull, saysDiskFull } from "./database-error.ts";
import {
  type EmbeddedHome,
  EmbeddedPostgresError,
  findHome,
  isSocketFolderSafe,
  nativeFolder,
  prepareHome,
  type ServerUser,
  SOCKET_PORT,
} from "./embedded-home.ts";
import { diskFull, logEnd, notStarted, saidSince } from "./embedded-log.ts";
import type { Log } from "./log.ts";

export { EmbeddedPostgresError } from "./embedded-home.ts";

export type EmbeddedPostgresStatus = {
  readonly isRunning: boolean;
  /** It ended without being stopped: what it writes while it runs is still there. */
  readonly hasCrashed: boolean;
  /** Process id of the server; undefined when it does not run. */
  readonly pid: number | undefined;
  readonly folder: string;
  readonly socketFolder: string;
  readonly logFile: string;
};

const ROLE = "okoshko";
const DATABASE = "okoshko";
const CONNECT_TIMEOUT_MS = 3_000;
const PAUSE_MS = 50;
/** After a crash the first attempts fail, as long as the old server's children have not noticed. */
const PAUSE_AFTER_FAILURE_MS = 300;
/** How long a server that says nothing may take to appear. */
const START_PATIENCE_MS = 60_000;
/** How long a server may take to recover after a crash, as long as it says that it is at it. */
const RECOVERY_PATIENCE_MS = 600_000;
/** A lock of this age belongs to nobody, even if a process of that number lives. */
const LOCK_AGE_MAX_MS = 120_000;

/**
 * What the server is started with. Statements and details of errors stay out of its log: they hold
 * personal data, and a lost race is not news.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  max_connections: "100",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

/**
 * Finds the shared server of this DATA_DIR, or makes and starts it, and answers where its database is.
 * Any number of processes may call this at once. The server is nobody's child: it outlives whoever
 * started it, is found by the next one, and recovers by itself at the start after a crash.
 *
 * @throws EmbeddedPostgresError when the operator has to decide something
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  { log }: { readonly log?: Log } = {},
): Promise<DatabaseAddress> {
  const found = findHome(dataDir);
  if (isSocketFolderSafe(found) && (await ask(found)).answer === "ready") return addressOf(found);
  const { home, user } = prepareHome(dataDir);
  try {
    await waitUntilReady(home, user, log);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(home, error) : error;
  }
  return addressOf(home);
}

async function waitUntilReady(
  home: EmbeddedHome,
  user: ServerUser | undefined,
  log: Log | undefined,
): Promise<void> {
  const began = performance.now();
  const end = logEnd(home.logFile);
  for (let lastFailure = ""; ; await sleep(lastFailure === "" ? PAUSE_MS : PAUSE_AFTER_FAILURE_MS)) {
    const { answer, reason } = await ask(home);
    if (answer === "ready") return;
    if (answer === "refused") throw new EmbeddedPostgresError(`The embedded database refuses: ${reason}`);
    const waited = performance.now() - began;
    if (waited > (answer === "starting" ? RECOVERY_PATIENCE_MS : START_PATIENCE_MS)) {
      throw notStarted(home, lastFailure || reason, saidSince(home.logFile, end));
    }
    if (answer !== "absent") continue;
    // It would not come up however often it was started.
    if (saysDiskFull(saidSince(home.logFile, end))) throw diskFull(home);
    lastFailure = (await withLock(home, () => bringUp(home, user, log))) ?? lastFailure;
  }
}

/** Stops the server of this DATA_DIR if it runs, ending open connections; false: it did not run. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<boolean> {
  const home = findHome(dataDir);
  const pid = await serverPid(home);
  if (pid === undefined) return false;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < START_PATIENCE_MS; waited += PAUSE_MS) {
    if (!isAlive(pid)) return true;
    await sleep(PAUSE_MS);
  }
  throw new EmbeddedPostgresError(
    `The embedded database (process ${pid}) does not stop; see ${home.logFile}`,
  );
}

/** Whether the server of this DATA_DIR runs, and where it keeps its things. */
export async function embeddedPostgresStatus(dataDir: string): Promise<EmbeddedPostgresStatus> {
  const home = findHome(dataDir);
  const pid = await serverPid(home);
  const { folder, socketFolder, logFile } = home;
  const hasCrashed = pid === undefined && fs.existsSync(path.join(home.data, "postmaster.pid"));
  return { isRunning: pid !== undefined, hasCrashed, pid, folder, socketFolder, logFile };
}

function addressOf(home: EmbeddedHome, database = DATABASE): DatabaseAddress {
  const host = encodeURIComponent(home.socketFolder);
  return { connectionString: `postgresql://${ROLE}@localhost:${SOCKET_PORT}/${database}?host=${host}` };
}

type Answer = {
  readonly answer: "ready" | "starting" | "absent" | "refused";
  readonly reason: string;
};

const NO_SUCH_DATABASE = "3D000";
const CANNOT_CONNECT_NOW = "57P03";
const TOO_MANY_CONNECTIONS = "53300";

/** A connection that succeeds is the only proof that the server runs: its pid file may be a leftover. */
async function ask(home: EmbeddedHome): Promise<Answer> {
  try {
    await withConnection(home, DATABASE, async () => undefined);
    return { answer: "ready", reason: "" };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === NO_SUCH_DATABASE) return makeDatabase(home);
    if (code === TOO_MANY_CONNECTIONS) return { answer: "ready", reason: message };
    if (code === CANNOT_CONNECT_NOW) return { answer: "starting", reason: message };
    if (/^(28|3D|42|22)/.test(code)) return { answer: "refused", reason: message };
    return { answer: "absent", reason: message };
  }
}

async function makeDatabase(home: EmbeddedHome): Promise<Answer> {
  try {
    await withConnection(home, "postgres", (client) => client.query(`CREATE DATABASE ${DATABASE}`));
    return { answer: "ready", reason: "" };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const isMadeByAnother = code === "42P04" || code === "23505";
    return isMadeByAnother ? { answer: "ready", reason: "" } : { answer: "starting", reason: message };
  }
}

async function withConnection<T>(
  home: EmbeddedHome,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...addressOf(home, database), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function serverPid(home: EmbeddedHome): Promise<number | undefined> {
  if (!isSocketFolderSafe(home)) return undefined;
  const { answer } = await ask(home);
  if (answer === "absent") return undefined;
  const [pid] = fs.readFileSync(path.join(home.data, "postmaster.pid"), "utf8").split("\n");
  return Number(pid);
}

/** Makes the cluster if there is none and starts the server; answers what went wrong, if anything. */
async function bringUp(
  home: EmbeddedHome,
  user: ServerUser | undefined,
  log: Log | undefined,
): Promise<string | undefined> {
  if ((await ask(home)).answer !== "absent") return undefined;
  const began = performance.now();
  const native = nativeFolder(home, user);
  const isNew = !fs.existsSync(path.join(home.data, "PG_VERSION"));
  if (isNew) await makeCluster(home, native, user);
  else await refuseOtherVersion(home, native, user);

  const server = startServer(home, native, user);
  while ((await ask(home)).answer === "absent") {
    if (server.hasEnded()) return "The server ended as soon as it was started.";
    if (performance.now() - began > START_PATIENCE_MS) return "The server runs and does not answer.";
    await sleep(PAUSE_MS);
  }
  if (server.hasEnded()) return undefined;
  const tookMs = Math.round(performance.now() - began);
  log?.info({ folder: home.folder, isNew, tookMs }, "the embedded database is started");
  return undefined;
}

/**
 * Starts the server in a session of its own, so that neither our end nor a Ctrl-C reaches it. Directly and
 * not through `pg_ctl`, which would put the folders' names through a shell.
 */
function startServer(
  home: EmbeddedHome,
  native: string,
  user: ServerUser | undefined,
): { readonly hasEnded: () => boolean } {
  const settings = {
    ...SETTINGS,
    port: String(SOCKET_PORT),
    unix_socket_directories: `"${home.socketFolder}"`,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const file = fs.openSync(home.logFile, "a", 0o600);
  try {
    if (user !== undefined) fs.fchownSync(file, user.uid, user.gid);
    const child = spawn(path.join(native, "bin", "postgres"), ["-D", home.data, ...options], {
      ...accountOf(user),
      detached: true,
      stdio: ["ignore", file, file],
    });
    let hasEnded = false;
    for (const event of ["exit", "error"]) child.once(event, () => (hasEnded = true));
    child.unref();
    return { hasEnded: () => hasEnded };
  } finally {
    fs.closeSync(file);
  }
}

/** Nothing of our environment gets into the server. */
function accountOf(user: ServerUser | undefined): SpawnOptions {
  const account = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return { ...account, cwd: "/", env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } };
}

/** The cluster appears under its name in one step, so that a half-made one is never taken for whole. */
async function makeCluster(home: EmbeddedHome, native: string, user: ServerUser | undefined): Promise<void> {
  removeAbandoned(home);
  const draft = path.join(home.folder, `init-${process.pid}-${randomBytes(3).toString("hex")}`);
  const made = await run(home, user, path.join(native, "bin", "initdb"), [
    ...["-D", draft, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--no-instructions"],
    ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
  ]);
  if (made.code !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    throw notStarted(home, `it could not be made in ${home.folder}`, made.output);
  }
  try {
    fs.renameSync(draft, home.data);
  } catch {
    // Another starter, who did not see our lock, was first; the loser removes its own.
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** What a killed starter left half-made. */
function removeAbandoned(home: EmbeddedHome): void {
  for (const name of fs.readdirSync(home.folder)) {
    const pid = /^init-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      fs.rmSync(path.join(home.folder, name), { recursive: true, force: true });
    }
  }
}

async function refuseOtherVersion(
  home: EmbeddedHome,
  native: string,
  user: ServerUser | undefined,
): Promise<void> {
  const data = fs.readFileSync(path.join(home.data, "PG_VERSION"), "utf8").trim();
  const { output } = await run(home, user, path.join(native, "bin", "postgres"), ["--version"]);
  const program = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (program === undefined || program === data) return;
  throw new EmbeddedPostgresError(
    `The data in ${home.data} was made by PostgreSQL ${data}, and the embedded server is PostgreSQL ${program}: ` +
      "it has to be carried over with the tools of both versions.",
  );
}

/**
 * Runs one of the server's programs as its account. Its words go through a file and not a pipe: the
 * server would inherit the pipe, and the end of it would never come.
 */
async function run(
  home: EmbeddedHome,
  user: ServerUser | undefined,
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const words = path.join(home.folder, `words-${process.pid}-${randomBytes(3).toString("hex")}`);
  const file = fs.openSync(words, "w", 0o600);
  try {
    const child = spawn(program, args, { ...accountOf(user), stdio: ["ignore", file, file] });
    const [code] = (await once(child, "exit")) as [number | null];
    return { code: code ?? 1, output: fs.readFileSync(words, "utf8").trim() };
  } catch (error) {
    throw new EmbeddedPostgresError(explainSpawn(program, error as NodeJS.ErrnoException), { cause: error });
  } finally {
    fs.closeSync(file);
    fs.rmSync(words, { force: true });
  }
}

function explainSpawn(program: string, { code, message }: NodeJS.ErrnoException): string {
  const isForeign = code === "ENOENT" && fs.existsSync(program);
  const reason = isForeign ? "it needs a Linux with glibc (Alpine has none)" : message;
  return `The embedded PostgreSQL cannot be run: ${reason}. Set DATABASE_URL to a PostgreSQL 15 or newer.`;
}

/**
 * Lets one of many starters work while the others wait. It only saves work: correctness rests on the
 * rename of a finished cluster and on PostgreSQL's own lock of its data.
 */
async function withLock<T>(home: EmbeddedHome, work: () => Promise<T>): Promise<T | undefined> {
  const owner = path.join(home.lock, "pid");
  try {
    fs.mkdirSync(home.lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isLockAbandoned(home.lock, owner)) fs.rmSync(home.lock, { recursive: true, force: true });
    return undefined;
  }
  try {
    fs.writeFileSync(owner, String(process.pid));
    return await work();
  } finally {
    fs.rmSync(home.lock, { recursive: true, force: true });
  }
}

function isLockAbandoned(lock: string, owner: string): boolean {
  const lockedAt = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (lockedAt === undefined) return false;
  const ageMs = Date.now() - lockedAt;
  const pid = fs.existsSync(owner) ? Number(fs.readFileSync(owner, "utf8")) : 0;
  const isOwnerGone = pid > 0 ? !isAlive(pid) : ageMs > CONNECT_TIMEOUT_MS;
  return isOwnerGone || ageMs > LOCK_AGE_MAX_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
