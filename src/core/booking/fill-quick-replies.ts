import { present } from "../kernel/invariant.ts";
import { fillQuickReply, listQuickReplies, type QuickReplyBlank } from "../notifications/index.ts";
import { findClient } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import { listClientBookings } from "./list-client-bookings.ts";
import type { BookingView } from "./model.ts";
import { findBooking } from "./store.ts";

/** A quick reply as it is written to one client. */
export type FilledQuickReply = { readonly id: string; readonly title: string; readonly text: string };

export type FillQuickRepliesInput = {
  readonly clientId: string;
  /** What it is written about; without one, or with somebody else's, the client's next visit. */
  readonly bookingId?: string | undefined;
  readonly now: Date;
  /** How a moment is told, in business time. */
  readonly tellInstant: (at: Date) => string;
};

/**
 * The business's quick replies with their blanks filled in for a client: the name, and of the booking that it is about the
 * time, the service and the specialist; an online visit happens at its link, others at the business's address.
 *
 * What is not known stays a blank, which is never sent.
 *
 * @source PE-5
 */
export async function fillQuickReplies(
  via: Queryable,
  input: FillQuickRepliesInput,
): Promise<readonly FilledQuickReply[]> {
  const replies = await listQuickReplies(via);
  if (replies.length === 0) return [];
  const { clientId, tellInstant } = input;
  const { name } = present(await findClient(via, clientId), "the client whom somebody writes to");
  const address = (await loadSettings(via))["business.address"];
  const booking = await bookingMeant(via, input);
  const values: Partial<Record<QuickReplyBlank, string>> = {
    имя: name,
    адрес: booking?.serviceKind === "online" ? (booking.meetingUrl ?? "") : address,
    ...(booking === undefined
      ? {}
      : {
          время: tellInstant(booking.startsAt),
          услуга: booking.serviceName,
          специалист: booking.specialistName,
        }),
  };
  return replies.map(({ id, title, text }) => ({ id, title, text: fillQuickReply(text, values) }));
}

async function bookingMeant(
  via: Queryable,
  { clientId, bookingId, now }: FillQuickRepliesInput,
): Promise<BookingView | undefined> {
  const named = bookingId === undefined ? undefined : await findBooking(via, bookingId);
  if (named?.clientId === clientId) return named;
  const [next] = await listClientBookings(via, { clientId, kind: "upcoming", now, rowsMax: 1, offset: 0 });
  return next;
}
