import { bookingsIn } from "../../../core/booking/index.ts";
import { findTimeOff } from "../../../core/calendar/index.ts";
import { findSpecialist } from "../../../core/catalog/index.ts";
import { isManager, mayDo } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import type { OffCard, Refusal } from "./model.ts";

/** A specialist's time off with the live bookings in it, for staff to move; their own only (PE-3). */
export async function offCard({ app, user, zone }: PageCall, asked: Values): Promise<OffCard | Refusal> {
  const off = await findTimeOff(app.db, asked.uuid("id"));
  const isTheirs = isManager(user) || off?.specialistId === user.specialistId;
  if (off === undefined || off.liftedAt !== undefined || !isTheirs)
    return { refused: sentence("unknown_time_off", {}, zone) };
  const [specialist, bookings] = await Promise.all([
    findSpecialist(app.db, off.specialistId),
    bookingsIn(app.db, [off.specialistId], off),
  ]);
  return {
    id: off.id,
    when: `${formatInstant(off.startsAt, zone)} — ${formatInstant(off.endsAt, zone)}`,
    specialist: specialist?.name ?? "",
    reason: off.reason,
    mayLift: mayDo(user, "Slot", "takeTimeOff"),
    bookings: bookings.map(({ id, startsAt, clientName, serviceName }) => ({
      id,
      when: formatInstant(startsAt, zone),
      who: `${clientName}, ${serviceName}`,
    })),
  };
}
