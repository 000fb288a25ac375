import type { App } from "../app.ts";
import type { LocalDay } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { PaymentState } from "../payments/index.ts";
import { findClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { BookingState } from "./model.ts";

/** Everything that is kept about one client, for them to read and to take elsewhere. Money in kopecks, instants in UTC. */
export type ClientExport = {
  readonly exportedAt: Date;
  readonly client: ExportedClient;
  readonly consents: readonly ExportedConsent[];
  readonly bookings: readonly ExportedBooking[];
  readonly payments: readonly ExportedPayment[];
  readonly refunds: readonly ExportedRefund[];
  readonly pointEntries: readonly ExportedEntry[];
  readonly messages: readonly ExportedMessage[];
  readonly botMessages: readonly ExportedBotMessage[];
  readonly broadcasts: readonly ExportedBroadcast[];
  readonly blocks: readonly ExportedBlock[];
  readonly waitlist: readonly ExportedWait[];
  readonly reviews: readonly ExportedReview[];
  /** What staff wrote down for each other; only in what staff export, never in what clients take themselves. */
  readonly notes: readonly ExportedNote[];
};

export type ExportedClient = {
  readonly id: string;
  readonly telegramId: number | null;
  readonly telegramUsername: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly phoneCheckedAt: Date | null;
  readonly email: string | null;
  /** `1990-03-07`; of the year 1604 when no year was named. */
  readonly birthday: string | null;
  readonly timeZone: string | null;
  readonly referralCode: string;
  readonly cameByInvitation: boolean;
  readonly friendsInvited: number;
  readonly isVip: boolean;
  readonly tags: readonly string[];
  readonly note: string;
  readonly pointsBalance: number;
  readonly createdAt: Date;
};

export type ExportedConsent = {
  readonly kind: "personal_data" | "marketing";
  readonly action: "given" | "withdrawn";
  readonly textVersion: string;
  readonly documentUrl: string | null;
  readonly pressed: string;
  readonly createdAt: Date;
};

export type ExportedBooking = {
  readonly number: number;
  /** It began as a hold that the waitlist offered (MS-9). */
  readonly wasOffered: boolean;
  readonly state: BookingState;
  readonly service: string;
  readonly specialist: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly bookedAt: Date;
  readonly listPriceKopecks: number;
  readonly discountKopecks: number;
  readonly priceKopecks: number;
  readonly points: number;
  readonly payNowKopecks: number;
  readonly onSpotKopecks: number;
  readonly note: string;
};

export type ExportedPayment = {
  readonly bookingNumber: number;
  readonly kind: string;
  readonly method: string;
  readonly state: PaymentState;
  readonly amountKopecks: number;
  readonly capturedKopecks: number;
  /** What went back of it and arrived. */
  readonly refundedKopecks: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** Since when nobody waits for it any more: the client pays otherwise, or not at all. */
  readonly abandonedAt: Date | null;
};

export type ExportedRefund = {
  readonly bookingNumber: number;
  readonly amountKopecks: number;
  readonly state: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
};

export type ExportedEntry = {
  readonly points: number;
  readonly kind: string;
  readonly bookingNumber: number | null;
  readonly reason: string | null;
  readonly createdAt: Date;
};

export type ExportedMessage = {
  readonly direction: "in" | "out";
  readonly text: string;
  readonly createdAt: Date;
};

/** What the bot wrote to them by itself, as it was sent. */
export type ExportedBotMessage = { readonly text: string; readonly sentAt: Date };

/** One said to many that reached this client, as it was written: before names and dates were put in. */
export type ExportedBroadcast = {
  readonly text: string;
  readonly sentAt: Date;
  /** When one of its buttons was pressed. */
  readonly pressedAt: Date | null;
};

export type ExportedNote = { readonly text: string; readonly createdAt: Date };

export type ExportedBlock = {
  readonly kind: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly endsAt: Date | null;
  readonly liftedAt: Date | null;
};

export type ExportedWait = {
  readonly service: string;
  readonly specialist: string | null;
  readonly days: readonly LocalDay[];
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly state: string;
  readonly note: string | null;
  readonly offers: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
};

export type ExportedReview = {
  readonly bookingNumber: number;
  readonly specialist: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly words: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

/**
 * Gathers everything that is kept about a client, the pinned note included, oldest first; for staff their notes about the
 * client too. Reads only.
 *
 * @source PE-2
 */
export async function exportClient(
  app: App,
  input: { readonly clientId: string; readonly isForStaff?: boolean },
): Promise<Outcome<ClientExport, "unknown_client">> {
  const found = await findClient(app.db, input.clientId);
  const client = found && (await clientOf(app.db, found.id));
  if (client === undefined) return refuse("unknown_client");
  const { db } = app;
  const { id } = client;
  return done({
    exportedAt: app.clock.now(),
    client,
    consents: await consentsOf(db, id),
    bookings: await bookingsOf(db, id),
    payments: await paymentsOf(db, id),
    refunds: await refundsOf(db, id),
    pointEntries: await entriesOf(db, id),
    messages: await messagesOf(db, id),
    botMessages: await botMessagesOf(db, id),
    broadcasts: await broadcastsOf(db, id),
    blocks: await blocksOf(db, id),
    waitlist: await waitsOf(db, id),
    reviews: await reviewsOf(db, id),
    notes: input.isForStaff ? await notesOf(db, id) : [],
  });
}

const clientOf = (via: Queryable, id: string): Promise<ExportedClient | undefined> =>
  via.first(sql`
    SELECT id, telegram_id, telegram_username, name, phone, phone_checked_at, email, birthday::text, time_zone, referral_code,
           invited_by_id IS NOT NULL AS came_by_invitation,
           (SELECT count(*) FROM clients friend WHERE friend.invited_by_id = client.id)::int AS friends_invited,
           is_vip, tags, note, points_balance, created_at
    FROM clients client WHERE id = ${id}::uuid`);

const consentsOf = (via: Queryable, id: string): Promise<readonly ExportedConsent[]> =>
  via.many(sql`
    SELECT kind, action, text_version, document_url, pressed, created_at FROM consents
    WHERE client_id = ${id}::uuid ORDER BY created_at, id`);

const bookingsOf = (via: Queryable, id: string): Promise<readonly ExportedBooking[]> =>
  via.many(sql`
    SELECT booking.number, booking.state, service.name AS service, specialist.name AS specialist, booking.starts_at,
           booking.ends_at, booking.created_at AS booked_at, booking.list_price_kopecks, booking.discount_kopecks,
           booking.price_kopecks, booking.points, booking.pay_now_kopecks, booking.on_spot_kopecks, booking.note,
           EXISTS (SELECT FROM waitlist_offers WHERE booking_id = booking.id) AS was_offered
    FROM bookings booking JOIN services service ON service.id = booking.service_id
    JOIN specialists specialist ON specialist.id = booking.specialist_id
    WHERE booking.client_id = ${id}::uuid ORDER BY booking.starts_at, booking.number`);

const paymentsOf = (via: Queryable, id: string): Promise<readonly ExportedPayment[]> =>
  via.many(sql`
    SELECT booking.number AS booking_number, payment.kind, payment.method, payment.state, payment.amount_kopecks,
           payment.captured_kopecks, payment.created_at, payment.ended_at, payment.abandoned_at,
           coalesce((SELECT sum(amount_kopecks) FROM refunds
                     WHERE payment_id = payment.id AND state = 'succeeded'), 0)::int AS refunded_kopecks
    FROM payments payment JOIN bookings booking ON booking.id = payment.booking_id
    WHERE payment.client_id = ${id}::uuid ORDER BY payment.created_at, payment.id`);

const refundsOf = (via: Queryable, id: string): Promise<readonly ExportedRefund[]> =>
  via.many(sql`
    SELECT booking.number AS booking_number, refund.amount_kopecks, refund.state, refund.created_at, refund.ended_at
    FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
    JOIN bookings booking ON booking.id = refund.booking_id
    WHERE payment.client_id = ${id}::uuid ORDER BY refund.created_at, refund.id`);

/** A friend's booking is the friend's; why staff gave money back stays in the journal. */
const entriesOf = (via: Queryable, id: string): Promise<readonly ExportedEntry[]> =>
  via.many(sql`
    SELECT entry.points, entry.kind, booking.number AS booking_number, entry.created_at,
           CASE WHEN entry.kind = 'adjustment' THEN entry.reason END AS reason
    FROM point_entries entry LEFT JOIN bookings booking
      ON booking.id = entry.booking_id AND entry.kind NOT IN ('referral', 'referral_reversal')
    WHERE entry.client_id = ${id}::uuid ORDER BY entry.sequence`);

const messagesOf = (via: Queryable, id: string): Promise<readonly ExportedMessage[]> =>
  via.many(sql`
    SELECT direction, text, created_at FROM client_messages WHERE client_id = ${id}::uuid ORDER BY created_at, id`);

const botMessagesOf = (via: Queryable, id: string): Promise<readonly ExportedBotMessage[]> =>
  via.many(sql`
    SELECT sent_text AS text, sent_at FROM outbox
    WHERE client_id = ${id}::uuid AND state = 'sent' AND sent_text <> '' ORDER BY sent_at, id`);

const broadcastsOf = (via: Queryable, id: string): Promise<readonly ExportedBroadcast[]> =>
  via.many(sql`
    SELECT broadcast.text, recipient.ended_at AS sent_at, recipient.pressed_at
    FROM broadcast_recipients recipient JOIN broadcasts broadcast ON broadcast.id = recipient.broadcast_id
    WHERE recipient.client_id = ${id}::uuid AND recipient.outcome = 'delivered' ORDER BY recipient.ended_at, broadcast.id`);

const notesOf = (via: Queryable, id: string): Promise<readonly ExportedNote[]> =>
  via.many(sql`
    SELECT text, created_at FROM client_notes WHERE client_id = ${id}::uuid ORDER BY created_at, id`);

const blocksOf = (via: Queryable, id: string): Promise<readonly ExportedBlock[]> =>
  via.many(sql`
    SELECT kind, reason, created_at, ends_at, lifted_at FROM client_blocks
    WHERE client_id = ${id}::uuid ORDER BY created_at, id`);

const waitsOf = (via: Queryable, id: string): Promise<readonly ExportedWait[]> =>
  via.many(sql`
    SELECT service.name AS service, specialist.name AS specialist, entry.days::text[] AS days, entry.from_minute, entry.to_minute,
           entry.state, entry.note, entry.offers, entry.created_at, entry.ended_at
    FROM waitlist_entries entry JOIN services service ON service.id = entry.service_id
    LEFT JOIN specialists specialist ON specialist.id = entry.specialist_id
    WHERE entry.client_id = ${id}::uuid ORDER BY entry.created_at, entry.id`);

const reviewsOf = (via: Queryable, id: string): Promise<readonly ExportedReview[]> =>
  via.many(sql`
    SELECT booking.number AS booking_number, specialist.name AS specialist, review.rating, review.words, review.created_at,
           review.changed_at
    FROM reviews review JOIN bookings booking ON booking.id = review.booking_id
    JOIN specialists specialist ON specialist.id = review.specialist_id
    WHERE review.client_id = ${id}::uuid ORDER BY review.created_at, booking.number`);
