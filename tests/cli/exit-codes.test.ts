import { expect, it } from "vitest";
import { BROKEN, exitOf, REFUSED, WRONG_USAGE } from "../../src/cli/exit-codes.ts";

it.each([
  ["a value that cannot be read", "cron_unreadable", {}, WRONG_USAGE],
  ["a value outside of what a setting may be", "setting_out_of_range", {}, WRONG_USAGE],
  ["more days than there may be", "pattern_too_long", {}, WRONG_USAGE],
  ["an e-mail that is none", "email_unreadable", {}, WRONG_USAGE],
  ["conditions that are none", "bad_segment", {}, WRONG_USAGE],
  ["a file that is not there", "import_file_unreadable", {}, WRONG_USAGE],
  ["an encrypted copy without its passphrase", "passphrase_needed", {}, WRONG_USAGE],
  ["a folder instead of a file", "file_is_folder", {}, WRONG_USAGE],
  ["a place that is not there", "file_unwritable", { problem: "ENOENT" }, WRONG_USAGE],
  [
    "a folder that is not there",
    "export_folder_unwritable",
    { problem: "ENOTDIR", flag: "--folder" },
    WRONG_USAGE,
  ],
  ["a folder that went since", "export_folder_unwritable", { problem: "ENOENT" }, REFUSED],
  ["a full disk", "file_unwritable", { problem: "ENOSPC" }, BROKEN],
  ["a rule that says no", "slot_taken", {}, REFUSED],
  ["a client who is not there", "unknown_client", {}, REFUSED],
  ["a question that was not answered", "not_confirmed", {}, REFUSED],
] as const)("%s: %s ends with its code", (_, refusal, detail, exit) => {
  expect(exitOf(refusal, detail)).toBe(exit);
});
