import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { findHome } from "./embedded-home.ts";

const NEAR_MAX = 3;
const NAMES_MAX = 5;
const NOWHERE = new Set(["ENOENT", "ENOTDIR"]);

/** Whether DATA_DIR holds an embedded database, running or not; one that is not ours to look at counts. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  try {
    statSync(path.join(findHome(dataDir).data, "PG_VERSION"));
    return true;
  } catch (error) {
    return !NOWHERE.has((error as NodeJS.ErrnoException).code ?? "");
  }
}

/** Whether DATA_DIR names a file, where no database can be. */
export function isFile(dataDir: string): boolean {
  try {
    return statSync(dataDir).isFile();
  } catch {
    return false;
  }
}

export type Surroundings = {
  /** What stands in the folder instead; undefined: there is no such folder. */
  readonly names: readonly string[] | undefined;
  /** Folders beside it, and its parent, that do hold a database: a slip of the pen leads near. */
  readonly near: readonly string[];
};

/** What is where a database was looked for in vain. */
export function lookAround(dataDir: string): Surroundings {
  const parent = path.dirname(dataDir);
  const beside = (namesIn(parent) ?? []).map((name) => path.join(parent, name));
  const near = [parent, ...beside]
    .filter((folder) => folder !== dataDir && hasOwn(folder))
    .slice(0, NEAR_MAX);
  return { names: namesIn(dataDir)?.slice(0, NAMES_MAX), near };
}

/** Only what can be seen: a stranger's folder is no suggestion. */
const hasOwn = (folder: string): boolean => {
  try {
    return statSync(path.join(findHome(folder).data, "PG_VERSION")).isFile();
  } catch {
    return false;
  }
};

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return undefined;
  }
}
