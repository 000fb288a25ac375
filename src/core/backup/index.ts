/**
 * Backup: the whole database at one moment in one file, checked when it is read, and made into a database again, here or
 * on another machine, embedded or not. It knows tables from the catalog and nothing of what they mean. What is not kept:
 * who is signed in to the panel, and the job engine's ticks. Copies are also made by the owner's timetable, and the old
 * ones taken away.
 */
export { type BackUpRefusal, backUp } from "./back-up.ts";
export { type Copy, copyName } from "./copies.ts";
export type { BackupSummary, FileRefusal } from "./model.ts";
export { whoIsAtWork } from "./others-at-work.ts";
export { readPassphrase } from "./passphrase.ts";
export { type Restored, type RestoreInput, type RestoreRefusal, restore } from "./restore.ts";
export { isShortPassphrase, PASSPHRASE_LENGTH_MIN } from "./rules/passphrase-length.ts";
export { backUpOnSchedule, clearCopies, listBackups, type ScheduledBackups } from "./scheduled.ts";
export { verifyBackup } from "./verify-backup.ts";
