import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { lockKnownClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Booking, BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { findBooking, lockBooking } from "./store.ts";

export type SetBookingNoteInput = {
  readonly bookingId: string;
  /** At most 500 characters; empty takes the note away. */
  readonly note: string;
  readonly actor: Actor;
};

export type SetBookingNoteRefusal =
  | "unknown_booking"
  | "not_your_booking"
  | "unknown_client"
  | "booking_note_too_long";

const NOTE_MAX = 500;

/**
 * Writes staff's note to a booking, whatever its state; a specialist only to their own. The client does not see it in the
 * bot, but it is theirs to ask for, and goes when they are erased. Safe to repeat: the same note changes nothing.
 *
 * @source PE-2 PE-3
 */
export async function setBookingNote(
  app: App,
  { bookingId, note: typed, actor }: SetBookingNoteInput,
): Promise<Outcome<BookingView, SetBookingNoteRefusal>> {
  const read = readBookingNote(typed);
  if (!read.ok) return read;
  const note = read.value;
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();
  return inTransaction<BookingView, SetBookingNoteRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, clientId);
    const { specialistId } = present(await lockBooking(tx, bookingId), "a booking that was there");
    if (await ownVisitProblem(tx, { actor, specialistId })) return refuse("not_your_booking");
    if (client === undefined) return refuse("unknown_client");
    const written = await writeBookingNote(tx, { bookingId, note });
    // What it says is nobody's to keep once the client is erased: the trail does without (PE-2).
    if (written > 0) {
      const subject = { subjectKind: "booking", subjectId: bookingId };
      await recordAudit(tx, { actor, action: "set_booking_note", ...subject }, now);
    }
    return done(present(await findBooking(tx, bookingId), "the booking just changed"));
  });
}

/** Reads a note to a booking, at most 500 characters; empty is none. */
export function readBookingNote(typed: string): Outcome<string, "booking_note_too_long"> {
  const note = typed.trim();
  return [...note].length > NOTE_MAX
    ? refuse("booking_note_too_long", { charactersMax: NOTE_MAX })
    : done(note);
}

/** Writes a note that was read, and answers how many bookings it changed: none, when it stood there. */
export const writeBookingNote = (
  tx: Tx,
  { bookingId, note }: Pick<SetBookingNoteInput, "bookingId" | "note">,
): Promise<number> =>
  tx.run(sql`UPDATE bookings SET note = ${note} WHERE id = ${bookingId}::uuid AND note <> ${note}`);

/** Staff's note to a booking; empty when there is none. */
export async function findBookingNote(via: Queryable, bookingId: string): Promise<string> {
  const row = await via.first<{ note: string }>(sql`SELECT note FROM bookings WHERE id = ${bookingId}::uuid`);
  return row?.note ?? "";
}

/** Has a moved booking keep what staff wrote to the old one; what was written to the new one stays (CX-7). */
export async function carryBookingNote(
  tx: Tx,
  { from, to }: { readonly from: Pick<Booking, "id">; readonly to: Pick<Booking, "id"> },
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET note = old.note FROM bookings old
    WHERE bookings.id = ${to.id}::uuid AND bookings.note = '' AND old.id = ${from.id}::uuid AND old.note <> ''`);
}
