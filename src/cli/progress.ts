import { performance } from "node:perf_hooks";
import type { Io } from "./desk.ts";
import { counted } from "./output.ts";

/** What is over sooner needs no bar. */
export const SHOWN_AFTER_MS = 2_000;
const REDRAWN_EVERY_MS = 200;
const BAR_MAX = 30;
/** Of less nothing follows: one row of a million would be three hours. */
const ESTIMATE_SHARE_MIN = 0.03;
const ESTIMATE_MS_MIN = 3_000;
const WORDS_BESIDE = 32;

export type Progress = {
  /** @param share of the whole, from 0 to 1 */
  readonly report: (share: number) => void;
  /** Wipes the bar away. */
  readonly end: () => void;
};

/** A bar with the time left, on a terminal alone and only for what takes more than two seconds. */
export function startProgress({ bar, columns }: Io, nowMs: () => number = () => performance.now()): Progress {
  const startedMs = nowMs();
  let drawnMs = 0;
  const report = (share: number): void => {
    const now = nowMs();
    const elapsedMs = now - startedMs;
    if (bar === undefined || elapsedMs < SHOWN_AFTER_MS || now - drawnMs < REDRAWN_EVERY_MS) return;
    drawnMs = now;
    bar(barLine(Math.min(1, Math.max(0, share)), { elapsedMs, columns }));
  };
  return { report, end: () => (drawnMs > 0 ? bar?.("") : undefined) };
}

/** `██████░░░░  60 %, осталось 2 минуты`; the time left only once enough is done to judge by. */
export function barLine(
  share: number,
  { elapsedMs, columns }: { readonly elapsedMs: number; readonly columns: number },
): string {
  const width = Math.min(BAR_MAX, Math.max(0, columns - WORDS_BESIDE));
  const full = Math.floor(share * width);
  const percent = `${String(Math.floor(share * 100)).padStart(3)}\u00a0%`;
  const isKnown = share >= ESTIMATE_SHARE_MIN && elapsedMs >= ESTIMATE_MS_MIN;
  const left = isKnown ? `, осталось ${timeText((elapsedMs / share) * (1 - share))}` : "";
  return `${"█".repeat(full)}${"░".repeat(width - full)} ${percent}${left}`;
}

const SECONDS = ["секунда", "секунды", "секунд"] as const;
const MINUTES = ["минута", "минуты", "минут"] as const;

export function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? counted(seconds, SECONDS) : counted(Math.round(seconds / 60), MINUTES);
}
