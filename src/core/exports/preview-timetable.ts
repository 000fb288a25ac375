import type { App } from "../app.ts";
import { dayOf, type Zone } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { isCron, nextDues, timetableWords } from "../schedules/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { ExportDays, ExportSpan } from "./model.ts";
import { pastSpan } from "./rules/past-span.ts";

export type TimetablePreview = {
  readonly cron: string;
  readonly timeZone: Zone;
  /** Undefined: it has no simple words. */
  readonly words: string | undefined;
  readonly next: readonly Date[];
  /** Of which days the first file would be. */
  readonly firstDays: ExportDays | undefined;
};

const NEXT_SHOWN = 3;

/** What a timetable would mean, before it is saved: asked by the same rule that a saved one has to pass. */
export async function previewTimetable(
  app: Pick<App, "db" | "clock">,
  { cron, span }: { readonly cron: string; readonly span: ExportSpan },
): Promise<Outcome<TimetablePreview, "cron_unreadable">> {
  if (!isCron(cron)) return refuse("cron_unreadable", { given: cron });
  const timeZone = (await loadSettings(app.db))["business.timeZone"];
  const next = nextDues({ cron, timeZone }, app.clock.now(), NEXT_SHOWN);
  const [first] = next;
  const firstDays = first && pastSpan(span, dayOf(first, timeZone));
  return done({ cron: cron.trim(), timeZone, words: timetableWords(cron), next, firstDays });
}
