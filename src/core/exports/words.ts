import type { ExportContents, ExportDays, ExportSpan } from "./model.ts";

/** As every face says them. */
export const EXPORT_SPAN_WORDS = {
  day: "прошлый день",
  week: "прошлая неделя",
  month: "прошлый месяц",
} as const satisfies Readonly<Record<ExportSpan, string>>;

export const EXPORT_CONTENTS_WORDS = {
  operations: "операции",
  day: "итоги по дням",
  service: "итоги по услугам",
  specialist: "итоги по специалистам",
  kind: "итоги по видам операций",
} as const satisfies Readonly<Record<ExportContents, string>>;

const told = (day: string): string => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;

/** `25.11.2026`, `16.11.2026 — 22.11.2026`. */
export const exportDaysText = ({ from, to }: ExportDays): string =>
  from === to ? told(from) : `${told(from)} — ${told(to)}`;
