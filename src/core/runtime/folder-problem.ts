import { access, constants, stat } from "node:fs/promises";

/** Why no file can be made in a folder, as the system's word (ENOENT, EACCES, EROFS, ENOTDIR); undefined: one can. Nothing is written to find out. */
export async function folderProblem(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return "ENOTDIR";
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
