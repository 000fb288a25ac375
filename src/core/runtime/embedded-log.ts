import fs from "node:fs";
import { saysDiskFull } from "./database-error.ts";
import { type EmbeddedHome, EmbeddedPostgresError } from "./embedded-home.ts";

const TAIL_BYTES = 64 * 1024;

/** Where a server's log ends now: what stands behind it is said since. */
export const logEnd = (logFile: string): number => fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;

/** What the log says behind a place, its last part when that is long; nothing where it cannot be read. */
export function saidSince(logFile: string, end: number): string {
  try {
    const all = fs.readFileSync(logFile);
    // A log that is shorter than it was is another one.
    return all.subarray(Math.max(all.length < end ? 0 : end, all.length - TAIL_BYTES)).toString();
  } catch {
    return "";
  }
}

const SEVERE = /(?:FATAL|PANIC|ERROR): +(.+)/;

/** The last line that tells why, without its time; else the last one of all. */
export function tellingLine(words: string): string {
  const lines = words.trimEnd().split("\n");
  const severe = lines.map((line) => SEVERE.exec(line)?.[1]).findLast((said) => said !== undefined);
  return severe ?? lines.at(-1) ?? "";
}

export function diskFull({ folder }: EmbeddedHome, cause?: unknown): EmbeddedPostgresError {
  const message = `There is no space left on the disk of the embedded database (${folder}).`;
  return new EmbeddedPostgresError(message, { cause, trouble: { kind: "disk_full", folder } });
}

/** A server that did not come up, by what its programs said: a full disk, or their last telling line. */
export function notStarted(home: EmbeddedHome, why: string, words: string): EmbeddedPostgresError {
  if (saysDiskFull(words)) return diskFull(home);
  const said = tellingLine(words);
  const { logFile } = home;
  const message = [`The embedded database did not come up: ${why}`, said, `Its log: ${logFile}`];
  return new EmbeddedPostgresError(message.filter(Boolean).join("\n"), {
    trouble: { kind: "not_started", said: said || why, logFile },
  });
}
