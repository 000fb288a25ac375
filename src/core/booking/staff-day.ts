import type { App } from "../app.ts";
import type { Actor } from "../kernel/actor.ts";
import { type LocalDay, plusDays, startOfDay } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Client, findClient, type StaffMember } from "../people/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { BookingState, BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { findBooking, listBookings } from "./store.ts";

/** What stands in a day's plan; what was cancelled, moved or ran out does not. */
const PLANNED: readonly BookingState[] = ["held", "confirming", "confirmed", "completed", "no_show"];

/**
 * The visits of one of the business's days, earliest first: a specialist's own, whatever was asked for; for those who
 * run the business one specialist's or everybody's.
 *
 * @source PE-3
 */
export async function listStaffVisits(
  app: Pick<App, "db">,
  filter: {
    readonly member: StaffMember;
    readonly day: LocalDay;
    readonly specialistId: string | undefined;
    readonly rowsMax: number;
    readonly offset: number;
  },
): Promise<readonly BookingView[]> {
  const { member, day, rowsMax, offset } = filter;
  const specialistId = member.role === "specialist" ? member.specialistId : filter.specialistId;
  if (member.role === "specialist" && specialistId === undefined) return [];
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const [from, to] = [startOfDay(day, zone), startOfDay(plusDays(day, 1), zone)];
  return listBookings(app.db, { states: PLANNED, from, to, specialistId, rowsMax, offset });
}

export type StaffVisit = { readonly booking: BookingView; readonly client: Client };

/** One visit as a member of staff may see it; a specialist only their own (PE-3). */
export async function findStaffVisit(
  app: Pick<App, "db">,
  { bookingId, actor }: { readonly bookingId: string; readonly actor: Actor },
): Promise<Outcome<StaffVisit, "unknown_booking" | "not_your_booking">> {
  const booking = await findBooking(app.db, bookingId);
  const client = booking && (await findClient(app.db, booking.clientId));
  if (booking === undefined || client === undefined) return refuse("unknown_booking");
  const problem = await ownVisitProblem(app.db, { actor, specialistId: booking.specialistId });
  return problem === undefined ? done({ booking, client }) : refuse(problem);
}
