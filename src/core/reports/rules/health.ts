import { MINUTE_MS, SECOND_MS } from "../../kernel/instant.ts";

/** `warning`: somebody should look some day; `trouble`: something does not work. */
export type HealthLevel = "ok" | "warning" | "trouble";

type Limits = { readonly warning: number; readonly trouble: number };

/** At or above a limit is over it. */
const over = (value: number, { warning, trouble }: Limits): HealthLevel => {
  if (value >= trouble) return "trouble";
  return value >= warning ? "warning" : "ok";
};

const SKEW_SECONDS: Limits = { warning: 30, trouble: 120 };

/**
 * Judges how far another's clock is from ours, in whole seconds; above zero: ours is behind.
 *
 * The answer was made at some moment between asking and hearing, and a header tells whole seconds: whatever could be
 * explained by that counts for us. Half a minute is worth a look, two minutes break holds and reminders.
 */
export function judgeSkew({
  askedAt,
  answeredAt,
  theirs,
}: {
  readonly askedAt: Date;
  readonly answeredAt: Date;
  readonly theirs: Date;
}): { readonly level: HealthLevel; readonly seconds: number } {
  const early = theirs.getTime() - answeredAt.getTime();
  const late = theirs.getTime() + SECOND_MS - askedAt.getTime();
  const ahead = Math.max(0, early);
  const behind = Math.max(0, -late);
  const seconds = Math.floor(Math.max(ahead, behind) / SECOND_MS);
  return { level: over(seconds, SKEW_SECONDS), seconds: behind > ahead ? -seconds : seconds };
}

const MIB = 1024 ** 2;
const SPACE_BYTES = { enough: 2_048 * MIB, least: 512 * MIB };

/** Judges free space by what a day of a salon and a backup take, not by a share: a tenth of a big disk is plenty. */
export function judgeSpace(freeBytes: number): HealthLevel {
  if (freeBytes < SPACE_BYTES.least) return "trouble";
  return freeBytes < SPACE_BYTES.enough ? "warning" : "ok";
}

/** Judges how many updates wait at Telegram: a healthy bot has a handful at most. */
export const judgeBacklog = (updates: number): HealthLevel => over(updates, { warning: 20, trouble: 100 });

/** Judges for how long somebody has been waiting for the bot's answer. */
export const judgeInboxAge = (ms: number): HealthLevel =>
  over(ms, { warning: MINUTE_MS, trouble: 5 * MINUTE_MS });
