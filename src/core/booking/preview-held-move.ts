import { NO_POINTS, points } from "../kernel/points.ts";
import { penaltyFor } from "../loyalty/index.ts";
import { paidOnline } from "../payments/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { resultFor } from "./decide-move.ts";
import type { Booking, CancellationConsequence } from "./model.ts";
import { findBooking } from "./store.ts";

/**
 * What the booking that a hold replaces gives back and costs once the hold is settled, judged at the moment when the
 * hold was made; undefined when the hold replaces nothing that still stands.
 *
 * @source CX-7 CX-5
 */
export async function previewHeldMove(
  via: Queryable,
  hold: Pick<Booking, "replacesId" | "createdAt" | "points">,
): Promise<CancellationConsequence | undefined> {
  const { replacesId, createdAt: judgedAt } = hold;
  const old = replacesId === undefined ? undefined : await findBooking(via, replacesId);
  if (old?.state !== "confirmed") return undefined;
  const ended = resultFor(old, { kind: "client" }, await paidOnline(via, old.id), judgedAt);
  const { clientId, price, penaltyPercent: percent } = old;
  const due = { clientId, price, percent, comingBack: old.points - hold.points };
  const penalty = ended.isLate ? await penaltyFor(via, due) : NO_POINTS;
  return { ...ended, pointsBack: points(Math.max(old.points - hold.points, 0)), penalty };
}
