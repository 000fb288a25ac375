import { performance } from "node:perf_hooks";
import type { Io } from "./desk.ts";
import { counted } from "./output.ts";

/** What is over sooner needs no bar. */
export const SHOWN_AFTER_MS = 2_000;
const REDRAWN_EVERY_MS = 200;
const BAR_MAX = 30;
/** Of less nothing follows: one row of a million would be three hours. */
const ESTIMATE_SHARE_MIN = 0.03;
/** All is done only when the answer is there: until then something is still written, closed or renamed. */
const SHARE_MAX = 0.99;
const WORDS_BESIDE = 32;

export type Progress = {
  /** @param share of the whole, from 0 to 1 */
  readonly report: (share: number) => void;
  /** Wipes the bar away. */
  readonly end: () => void;
};

/**
 * A bar with the time left, on a terminal alone and only for what takes more than two seconds. From the first share that
 * is reported on it is drawn anew by itself, so that a step that takes long is seen to go on.
 */
export function startProgress(
  { bar, columns, waiting }: Io,
  nowMs: () => number = () => performance.now(),
): Progress {
  const startedMs = nowMs();
  let drawnMs = 0;
  let known: number | undefined;
  const draw = (): void => {
    const now = nowMs();
    const elapsedMs = now - startedMs;
    if (bar === undefined || known === undefined) return;
    if ((waiting?.sinceMs() ?? elapsedMs) < SHOWN_AFTER_MS || now - drawnMs < REDRAWN_EVERY_MS) return;
    drawnMs = now;
    bar(barLine(known, { elapsedMs, columns }));
  };
  const timer = bar === undefined ? undefined : setInterval(draw, REDRAWN_EVERY_MS).unref();
  const report = (share: number): void => {
    if (known === undefined) waiting?.hasBar(true);
    known = Math.min(1, Math.max(0, share));
    draw();
  };
  const end = (): void => {
    clearInterval(timer);
    waiting?.hasBar(false);
    if (drawnMs > 0) bar?.("");
  };
  return { report, end };
}

/** `██████░░░░  60 %, осталось 2 минуты`: the time left once enough is done to judge by, and never all of it. */
export function barLine(
  share: number,
  { elapsedMs, columns }: { readonly elapsedMs: number; readonly columns: number },
): string {
  const width = Math.min(BAR_MAX, Math.max(0, columns - WORDS_BESIDE));
  const seen = Math.min(SHARE_MAX, share);
  const full = Math.floor(seen * width);
  const percent = `${String(Math.floor(seen * 100)).padStart(3)}\u00a0%`;
  return `${"█".repeat(full)}${"░".repeat(width - full)} ${percent}, ${leftText(share, elapsedMs)}`;
}

function leftText(share: number, elapsedMs: number): string {
  if (share >= SHARE_MAX) return "заканчиваем…";
  if (share < ESTIMATE_SHARE_MIN) return "время пока неясно";
  return `осталось ${timeText((elapsedMs / share) * (1 - share))}`;
}

const SECONDS = ["секунда", "секунды", "секунд"] as const;
const MINUTES = ["минута", "минуты", "минут"] as const;

export function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? counted(seconds, SECONDS) : counted(Math.round(seconds / 60), MINUTES);
}
