import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { FileTrouble, LEFTOVER_AGE_MS, PART_SUFFIX } from "../runtime/whole-file.ts";
import { isEncryptedFile } from "./container.ts";
import { codeOf } from "./model.ts";

/** A copy that a schedule made; its name says of which moment. */
export type Copy = {
  readonly name: string;
  readonly at: Date;
  readonly bytes: number;
  /** As its head says, whatever is asked for now; undefined: the head cannot be read. */
  readonly isEncrypted: boolean | undefined;
};

const NAME = /^okoshko-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})Z\.backup$/;
/** What a sudden death left, long enough ago that nobody is still writing it. */
const LEFTOVER = /^okoshko-.*\.backup\.[0-9a-f]{8}\.part$/;

/** `okoshko-2026-11-26T01-00-00Z.backup`: sorts by time, and every file system takes it. */
export const copyName = (at: Date): string =>
  `okoshko-${at.toISOString().slice(0, 19).replaceAll(":", "-")}Z.backup`;

/** The scheduled copies in a folder, newest first; other files are not looked at. @throws FileTrouble */
export async function listCopies(folder: string): Promise<readonly Copy[]> {
  const names = await reading(folder, () => readdir(folder));
  const copies: Copy[] = [];
  for (const name of names) {
    const [, hour, minute, second] = NAME.exec(name) ?? [];
    if (hour === undefined) continue;
    const file = path.join(folder, name);
    const size = await stat(file).catch(() => undefined);
    const at = new Date(`${hour}:${minute}:${second}Z`);
    if (size === undefined) continue;
    copies.push({ name, at, bytes: size.size, isEncrypted: await isEncryptedFile(file) });
  }
  return copies.sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** Removes copies that are needed no more, and what a sudden death left half written. */
export async function removeCopies(folder: string, copies: readonly Copy[], systemNow: Date): Promise<void> {
  for (const { name } of copies) await reading(folder, () => rm(path.join(folder, name), { force: true }));
  for (const name of await reading(folder, () => readdir(folder))) {
    if (!LEFTOVER.test(name) || !name.endsWith(PART_SUFFIX)) continue;
    const file = path.join(folder, name);
    const changed = await stat(file).catch(() => undefined);
    if (changed !== undefined && systemNow.getTime() - changed.mtimeMs > LEFTOVER_AGE_MS) {
      await rm(file, { force: true });
    }
  }
}

async function reading<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FileTrouble(folder, codeOf(error), error);
  }
}
