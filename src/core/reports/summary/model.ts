import type { App } from "../../app.ts";
import type { LocalDay, Zone } from "../../kernel/local-day.ts";
import type { Days } from "../rules/period.ts";

export const SUMMARY_NAMES = [
  "bookings",
  "occupancy",
  "clients",
  "loyalty",
  "referral",
  "hot-windows",
  "reviews",
  "messages",
] as const;
export type SummaryName = (typeof SUMMARY_NAMES)[number];

/** What the lines of a summary are by. */
export const SUMMARY_PARTS = [
  "day",
  "week",
  "month",
  "weekday",
  "hour",
  "specialist",
  "service",
  "rating",
  "kind",
  "reason",
] as const;
export type SummaryPart = (typeof SUMMARY_PARTS)[number];

/** `minutes` are whole; `percent` of 100, `stars` of 5: neither has to be whole. */
export type FigureUnit = "count" | "kopecks" | "points" | "minutes" | "percent" | "stars";

/** One figure of a summary: a column of its files. */
export type Figure = {
  /** For programs, with the unit it is given in: `priceKopecks`. */
  readonly name: string;
  /** The plain file's, with the unit of the file: `price_rubles`. */
  readonly key: string;
  /** For people. */
  readonly title: string;
  /** What it says and in which unit. */
  readonly about: string;
  readonly unit: FigureUnit;
  /** Has its place in the terminal's table, which is narrow. */
  readonly isMain: boolean;
};

/** By the name of the figure; undefined: there is nothing to take it of. */
export type FigureValues = Readonly<Record<string, number | undefined>>;

export type SummaryLine = {
  /** A day, the first day of a week or month, an id, a code. */
  readonly key: string;
  readonly name: string;
  /** Of a line by time: its days, cut where the period is. */
  readonly days: Days | undefined;
  readonly values: FigureValues;
};

export type Summary = {
  readonly lines: readonly SummaryLine[];
  /** Of the whole period: not everything adds up. */
  readonly sum: FigureValues;
  /** As it stands at this moment, whatever the period. */
  readonly standing: FigureValues;
};

export type Asked = {
  readonly app: Pick<App, "db">;
  readonly period: Days;
  readonly zone: Zone;
  readonly by: SummaryPart;
};

export type SummaryReport = {
  readonly about: string;
  /** The first is what a summary is by when nothing is said. */
  readonly parts: readonly SummaryPart[];
  readonly figures: readonly Figure[];
  readonly standing: readonly Figure[];
  readonly summarise: (asked: Asked) => Promise<Summary>;
};

/** A figure with where it comes from. */
export type FigureOf<Source> = Figure & { readonly of: (source: Source) => number | undefined };

/** What a line is called, and what its figures are taken from. */
export type SourceLine<Source> = Pick<SummaryLine, "key" | "name" | "days"> & { readonly source: Source };

export type Gathered<Source> = {
  readonly lines: readonly SourceLine<Source>[];
  readonly sum: Source;
  readonly standing?: FigureValues;
};

export const dayName = (day: LocalDay): string => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
