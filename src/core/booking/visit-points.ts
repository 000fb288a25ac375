import { NO_POINTS, type Points } from "../kernel/points.ts";
import { penaltyCharged, rebookEarned, takenBackOf } from "../loyalty/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { judgeEarning } from "./judge-earning.ts";
import { type BookingView, DEAD_STATES } from "./model.ts";

export type VisitPoints = {
  /** What the visit itself earns. */
  readonly visit: Points;
  /** And for having been booked quickly after the one before (EP-2). */
  readonly rebook: Points;
  /** What refunds took back of both (EP-6). */
  readonly takenBack: Points;
  /** What its penalties took and did not give again (CX-2, CX-3). */
  readonly penalty: Points;
};

/**
 * What one booking means for its client's points: earned once the visit took place; before that as things stand now, to
 * be judged anew at completion.
 *
 * @source EP-1 EP-2 EP-6 CX-2
 */
export async function visitPoints(via: Queryable, booking: BookingView): Promise<VisitPoints> {
  return {
    visit: booking.willEarn,
    rebook: await rebookOf(via, booking),
    takenBack: await takenBackOf(via, booking.id),
    penalty: await penaltyCharged(via, booking.id),
  };
}

async function rebookOf(via: Queryable, booking: BookingView): Promise<Points> {
  if (booking.state === "completed") return rebookEarned(via, booking.id);
  return DEAD_STATES.includes(booking.state) ? NO_POINTS : (await judgeEarning(via, booking)).rebook;
}
