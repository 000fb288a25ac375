import type { LocalDay, Zone } from "../kernel/local-day.ts";

/** Of which whole days that are over: yesterday, the week before this one (Monday to Sunday), the month before this one. */
export const EXPORT_SPANS = ["day", "week", "month"] as const;
export type ExportSpan = (typeof EXPORT_SPANS)[number];

/** Every operation, or sums of them by something. */
export const EXPORT_CONTENTS = ["operations", "day", "service", "specialist", "kind"] as const;
export type ExportContents = (typeof EXPORT_CONTENTS)[number];

export type ExportDialect = "excel" | "plain";

/** Days of the business, both included. */
export type ExportDays = { readonly from: LocalDay; readonly to: LocalDay };

/** What is in a file, and for whom it is written. */
export type ExportFile = ExportDays & {
  readonly contents: ExportContents;
  readonly dialect: ExportDialect;
};

/** What the owner decides about an export. */
export type ExportTerms = {
  readonly cron: string;
  readonly span: ExportSpan;
  readonly contents: ExportContents;
  readonly dialect: ExportDialect;
  /** An absolute path; undefined: no file is kept. */
  readonly folder: string | undefined;
  /** Owners get it from the bot. */
  readonly isToTelegram: boolean;
};

export type Export = ExportTerms & {
  readonly id: string;
  /** By which people name it. */
  readonly number: number;
  /** Due times after this moment have no file yet. */
  readonly owedSince: Date;
};

/** What came of making an export once. */
export type ExportRun = {
  readonly id: string;
  /** For which due time; undefined: somebody ran it by hand. */
  readonly dueAt: Date | undefined;
  readonly beganAt: Date;
  readonly endedAt: Date;
  readonly outcome: "done" | "failed";
  /** Where its newest file is kept; undefined: nowhere, or nothing was made. */
  readonly file: string | undefined;
  /** Of all its files; undefined: it failed, or is from before they were counted. */
  readonly rows: number | undefined;
  /** What came of it, or why it failed. */
  readonly words: string;
};

/** The name under which its timetable is followed. */
export const scheduleName = (id: string): string => `export:${id}`;

export type ExportClock = { readonly cron: string; readonly timeZone: Zone };
