import { statfs } from "node:fs/promises";
import path from "node:path";

export type Space = { readonly freeBytes: number; readonly totalBytes: number };

/** What an ordinary program may still write where a folder is, or will be made. */
export async function freeSpace(folder: string): Promise<Space> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const parent = path.dirname(folder);
    if (!isMissing || parent === folder) throw error;
    return freeSpace(parent);
  }
}
