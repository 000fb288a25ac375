import type { App } from "../app.ts";
import { sql } from "../runtime/sql.ts";
import { expireHold } from "./expire-holds.ts";

/**
 * Ends the overdue holds that stand where a visit would be: their slots are free from that moment on (PY-1). Answers
 * whether nothing else stands there; somebody else may have ended them in this very moment.
 */
export async function clearOverdue(
  app: App,
  wanted: { readonly serviceId: string; readonly slotId: string; readonly exceptBookingId?: string },
): Promise<boolean> {
  const inTheWay = await app.db.many<{ id: string; clientId: string; isOverdue: boolean }>(sql`
    SELECT DISTINCT booking.id, booking.client_id,
           booking.state = 'held' AND booking.held_until <= ${app.clock.now()} AS is_overdue
    FROM slots wanted
    JOIN services service ON service.id = ${wanted.serviceId}::uuid
    JOIN slots slot ON slot.specialist_id = wanted.specialist_id AND slot.starts_at >= wanted.starts_at
      AND slot.starts_at < wanted.starts_at + make_interval(mins => service.duration_minutes)
    JOIN bookings booking ON booking.id = slot.booking_id
    WHERE wanted.id = ${wanted.slotId}::uuid AND booking.id IS DISTINCT FROM ${wanted.exceptBookingId ?? null}::uuid`);
  if (inTheWay.some((booking) => !booking.isOverdue)) return false;
  for (const booking of inTheWay) await expireHold(app, booking);
  return true;
}
