import { liftBlocksOf, losesGround, visitsBlockedFor } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Booking } from "./model.ts";

/**
 * Lifts the blocks for which a visit counted that is no no-show after all: its own, and those of other no-shows near it
 * that have no second one any more. Within a transaction that has locked the client; a block by hand stays.
 *
 * @returns whether there was anything to lift
 * @source CX-4 CX-8
 */
export async function liftGroundless(tx: Tx, corrected: Booking, now: Date): Promise<boolean> {
  const { id, clientId, startsAt: correctedStartsAt } = corrected;
  const visitIds = await visitsBlockedFor(tx, { clientId, now });
  if (visitIds.length === 0) return false;
  const left = await tx.many<{ id: string; startsAt: Date }>(sql`
    SELECT id, starts_at FROM bookings
    WHERE client_id = ${clientId}::uuid AND state = 'no_show' AND id <> ${id}::uuid`);
  const periodDays = (await loadSettings(tx))["noShow.periodDays"];
  let isAnyLifted = false;
  for (const visitId of visitIds) {
    const visit = left.find((one) => one.id === visitId);
    const otherNoShowsStartedAt = left.filter((one) => one !== visit).map((one) => one.startsAt);
    const isGroundless =
      visitId === id ||
      (visit !== undefined &&
        losesGround(
          { visitStartsAt: visit.startsAt, correctedStartsAt, otherNoShowsStartedAt },
          { periodDays },
        ));
    if (isGroundless && (await liftBlocksOf(tx, visitId, now))) isAnyLifted = true;
  }
  return isAnyLifted;
}
