import type { Zone } from "../kernel/local-day.ts";
import { type QuietHours, quietEndsAt } from "../notifications/index.ts";
import type { Broadcast } from "./model.ts";

/**
 * Until when the quiet hours hold a broadcast back: one that is under way, now; one that is planned, at its moment.
 * Undefined: they do not, or nothing is to go out of it.
 *
 * @source MS-5
 */
export function quietWait(
  { state, scheduledAt }: Pick<Broadcast, "state" | "scheduledAt">,
  at: { readonly quiet: QuietHours; readonly zone: Zone; readonly now: Date },
): Date | undefined {
  const begins = state === "scheduled" ? (scheduledAt ?? at.now) : at.now;
  return state === "running" || state === "scheduled" ? quietEndsAt(begins, at.quiet, at.zone) : undefined;
}
