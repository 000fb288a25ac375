import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { type Booking, type BookingView, LIVE_STATES } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { type MeetingLinkRefusal, readMeetingLink } from "./rules/meeting-link.ts";
import { findBooking, lockBooking } from "./store.ts";

export type SetMeetingLinkInput = {
  readonly bookingId: string;
  /** Undefined: the specialist's own link again. */
  readonly meetingUrl: string | undefined;
  readonly actor: Actor;
};

export type SetMeetingLinkRefusal =
  | MeetingLinkRefusal
  | "unknown_booking"
  | "not_your_booking"
  | "booking_over"
  | "visit_not_online";

/**
 * Gives an online booking a meeting link of its own, or takes it away; a specialist only for their own bookings.
 *
 * Possible until the visit's end, that moment excluded. The client is told when a confirmed booking's meeting is
 * somewhere else now; a hold tells it with its confirmation. Safe to repeat: the same link changes nothing.
 *
 * @source SL-8 MS-8
 */
export async function setMeetingLink(
  app: App,
  input: SetMeetingLinkInput,
): Promise<Outcome<BookingView, SetMeetingLinkRefusal>> {
  const { bookingId, actor } = input;
  const read = input.meetingUrl === undefined ? done(null) : readMeetingLink(input.meetingUrl);
  if (!read.ok) return read;
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  return inTransaction<BookingView, SetMeetingLinkRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    await lockBooking(tx, bookingId);
    const before = present(await findBooking(tx, bookingId), "a booking that was there");
    const { specialistId } = before;
    if (await ownVisitProblem(tx, { actor, specialistId })) return refuse("not_your_booking");
    if (before.serviceKind !== "online") return refuse("visit_not_online");
    if (!LIVE_STATES.includes(before.state) || before.endsAt <= now) return refuse("booking_over");
    if (!(await writeLink(tx, bookingId, read.value))) return done(before);

    // The link itself is nobody's to keep once the client is erased: the trail does without (PE-2).
    const action = read.value === null ? "drop_meeting_link" : "set_meeting_link";
    await recordAudit(tx, { actor, action, subjectKind: "booking", subjectId: bookingId }, now);
    const after = present(await findBooking(tx, bookingId), "the booking just changed");
    const isElsewhere = after.meetingUrl !== before.meetingUrl;
    if (isElsewhere && after.state === "confirmed") await tellClient(app, tx, after, now);
    return done(after);
  });
}

/** `false`: it was so already. */
async function writeLink(tx: Tx, bookingId: string, link: string | null): Promise<boolean> {
  const written = await tx.first<{ id: string }>(sql`
    UPDATE bookings SET meeting_url = ${link}::text
    WHERE id = ${bookingId}::uuid AND meeting_url IS DISTINCT FROM ${link}::text RETURNING id`);
  return written !== undefined;
}

async function tellClient(
  app: App,
  tx: Tx,
  { id: bookingId, clientId }: BookingView,
  now: Date,
): Promise<void> {
  const id = app.newId();
  const key = `meeting_link_changed:${bookingId}:${id}`;
  const message = { id, key, kind: "meeting_link_changed", to: { clientId }, bookingId, dueAt: now } as const;
  await enqueueMessage(tx, message, now);
}

/**
 * Has a moved booking met at the link that staff set on the old one, where the specialist is the same and the visit is
 * still online; one that was set on the new booking stays.
 *
 * @source SL-8 CX-7
 */
export async function carryMeetingLink(
  tx: Tx,
  { from, to }: { readonly from: Pick<Booking, "id">; readonly to: Pick<Booking, "id"> },
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET meeting_url = old.meeting_url
    FROM bookings old, services service
    WHERE bookings.id = ${to.id}::uuid AND old.id = ${from.id}::uuid AND bookings.meeting_url IS NULL
      AND old.meeting_url IS NOT NULL AND old.specialist_id = bookings.specialist_id
      AND service.id = bookings.service_id AND service.kind = 'online'`);
}
