import fs from "node:fs";
import path from "node:path";

/** A folder cannot be made; `code` is the system's word for why. */
export class FolderTrouble extends Error {
  override readonly name = "FolderTrouble";
  readonly folder: string;
  readonly code: string;
  constructor(folder: string, code: string, cause?: unknown) {
    super(`The folder ${folder} cannot be made: ${code}`, { cause });
    this.folder = folder;
    this.code = code;
  }
}

/**
 * Makes a folder and those above it that are missing; answers the first that it made. Each is tried once: Node's own
 * `recursive` tries forever where the system says that nothing is there and lets nothing be made, as in `/proc`.
 *
 * @throws FolderTrouble
 */
export function makeFolder(folder: string, { mode = 0o777 } = {}): string | undefined {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !fs.existsSync(at); at = path.dirname(at)) missing.unshift(at);
  let first: string | undefined;
  try {
    for (const at of missing) if (makeOne(at, mode)) first ??= at;
  } catch (error) {
    throw new FolderTrouble(folder, (error as NodeJS.ErrnoException).code ?? String(error), error);
  }
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return first;
  throw new FolderTrouble(folder, "ENOTDIR");
}

/** False: another made it at the same moment. */
function makeOne(folder: string, mode: number): boolean {
  try {
    fs.mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
