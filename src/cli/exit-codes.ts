import type { RefusalDetail } from "../core/kernel/outcome.ts";
import type { CliRefusal } from "./refusals.ts";

/** What the shell learns: done; the product said no; the call is wrong; something is broken or away; books disagree. */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USAGE = 2;
export const BROKEN = 3;
/** A report was made, and it found what must not be. */
export const TROUBLE = 4;
/** 128 + SIGPIPE: whoever read standard output stopped reading. */
export const READER_GONE = 141;
/** 128 + the number of the signal that ended us, as shells count it. */
export const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Refusals that are about what was typed, whatever the database holds: no rule stood in the way, the value itself is none,
 * the file that was named cannot be read or written there, or the environment leads to no installation.
 */
const WRONG_VALUES = new Set<CliRefusal>([
  "installation_missing",
  "installation_empty",
  "setting_out_of_range",
  "cron_unreadable",
  "export_folder_not_absolute",
  "pattern_too_long",
  "bad_segment",
  "birthday_out_of_range",
  "birthday_unreadable",
  "email_unreadable",
  "phone_unreadable",
  "meeting_link_unreadable",
  "meeting_url_unreadable",
  "broadcast_button_unreadable",
  "broadcast_file_unreadable",
  "picture_unreadable",
  "import_file_unreadable",
  "mapping_unreadable",
  "backup_unreadable",
  "passphrase_needed",
  "passphrase_unreadable",
  "file_is_device",
  "file_is_folder",
]);

/** A name that can be no file is wrong as it was typed; all else that the disk says is a breakdown. */
export const NO_SUCH_PLACE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

export function exitOf(refusal: CliRefusal, { problem, flag }: RefusalDetail): number {
  if (WRONG_VALUES.has(refusal)) return WRONG_USAGE;
  const isAboutDisk = refusal === "file_unwritable" || refusal === "export_folder_unwritable";
  if (!isAboutDisk) return REFUSED;
  if (!NO_SUCH_PLACE.has(String(problem))) return BROKEN;
  // The folder of an export is typed once, and may be gone when the file is due.
  return refusal === "file_unwritable" || flag !== undefined ? WRONG_USAGE : REFUSED;
}
