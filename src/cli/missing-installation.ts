import { refuse } from "../core/kernel/outcome.ts";
import { isFile, lookAround } from "../core/runtime/embedded-presence.ts";
import { FolderTrouble } from "../core/runtime/make-folder.ts";
import { CannotOpen } from "./desk.ts";

/** What is said instead of making an empty database where somebody mistyped the name of a folder. */
export function missingAt(dataDir: string): CannotOpen | FolderTrouble {
  if (isFile(dataDir)) return new FolderTrouble(dataDir, "ENOTDIR");
  const { names, near } = lookAround(dataDir);
  const other = names !== undefined && names.length > 0 ? `в ней другое: ${names.join(", ")}` : "папка пуста";
  const there = names === undefined ? "такой папки нет" : other;
  return new CannotOpen(
    refuse("installation_missing", {
      given: dataDir,
      there,
      ...(near.length > 0 && { near: near.join(", ") }),
    }),
  );
}
