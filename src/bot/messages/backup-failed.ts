import type { Composing, Outgoing } from "./composing.ts";

/** To managers: the copy that was due was not made, and why. */
export const backupFailed = async ({ words, message }: Composing): Promise<Outgoing> => ({
  text: words.t("staff-backup-failed", { problem: String(message.payload.problem) }),
  buttons: [],
});
