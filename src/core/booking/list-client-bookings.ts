import type { Queryable } from "../runtime/sql.ts";
import { type BookingView, LIVE_STATES } from "./model.ts";
import { listBookings } from "./store.ts";

/**
 * A client's bookings that are ahead or running, soonest first, or those that are over, latest visit first: what was
 * cancelled or moved is over at once, however far ahead it was. Holds that came to nothing are neither.
 */
export async function listClientBookings(
  via: Queryable,
  filter: {
    readonly clientId: string;
    readonly kind: "upcoming" | "past";
    readonly now: Date;
    readonly rowsMax: number;
    readonly offset: number;
  },
): Promise<readonly BookingView[]> {
  const { clientId, rowsMax, offset, now } = filter;
  return filter.kind === "upcoming"
    ? listBookings(via, {
        clientId,
        states: LIVE_STATES,
        endsAfter: now,
        order: "soonest",
        rowsMax,
        offset,
      })
    : listBookings(via, {
        clientId,
        states: ["confirmed", "completed", "no_show", "cancelled", "moved"],
        overAt: now,
        order: "latest",
        rowsMax,
        offset,
      });
}
