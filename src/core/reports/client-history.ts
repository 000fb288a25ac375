import { type Kopecks, kopecks } from "../kernel/money.ts";
import type { ChatState, MessageState } from "../notifications/index.ts";
import type {
  PaymentKind,
  PaymentMethod,
  PaymentState,
  RefundReason,
  RefundState,
} from "../payments/index.ts";
import type { ConsentKind } from "../people/index.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import { CHAT } from "./list-messages.ts";

/** A part of a client's history, newest first. */
export type HistoryPage = {
  readonly clientId: string;
  readonly rowsMax: number;
  readonly offset: number;
};

/** Money that came from a client, or went back to them. */
export type ClientMoney = {
  readonly id: string;
  readonly bookingId: string;
  readonly bookingNumber: number;
  /** What was paid for, and how; of a refund, what it goes back of. */
  readonly kind: PaymentKind;
  readonly method: PaymentMethod;
  readonly amount: Kopecks;
  /** When it came or went, as the report of finance has it (`Operation.at`): when we learnt its end, or it was asked for. */
  readonly at: Date;
  /** Who took it, or gave it back. */
  readonly staffName: string | undefined;
} & (
  | {
      readonly direction: "in";
      readonly state: PaymentState;
      readonly captured: Kopecks;
      /** What of it went back and arrived. */
      readonly refunded: Kopecks;
      /** Since when nobody waits for it. */
      readonly abandonedAt: Date | undefined;
    }
  | {
      readonly direction: "out";
      readonly state: RefundState;
      readonly reason: RefundReason;
      readonly note: string | undefined;
    }
);

type MoneyRow = {
  readonly direction: "in" | "out";
  readonly id: string;
  readonly bookingId: string;
  readonly bookingNumber: number;
  readonly kind: PaymentKind;
  readonly method: PaymentMethod;
  readonly state: string;
  readonly amountKopecks: number;
  readonly capturedKopecks: number;
  readonly refundedKopecks: number;
  readonly reason: RefundReason;
  readonly note: string | null;
  readonly at: Date;
  readonly staffName: string | null;
  readonly abandonedAt: Date | null;
};

/** Every payment and refund of a client, those on the spot among them. @source PY-5 PY-7 */
export async function listClientMoney(
  via: Queryable,
  { clientId, rowsMax, offset }: HistoryPage,
): Promise<readonly ClientMoney[]> {
  const rows = await via.many<MoneyRow>(sql`
    SELECT money.*, booking.number AS booking_number, staff.name AS staff_name
    FROM (
      SELECT 'in' AS direction, id, booking_id, kind, method, state, amount_kopecks, captured_kopecks,
             coalesce((SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state = 'succeeded'), 0)::int
               AS refunded_kopecks,
             NULL AS reason, NULL AS note, coalesce(ended_at, created_at) AS at, staff_id, abandoned_at
      FROM payments payment WHERE client_id = ${clientId}::uuid
      UNION ALL
      SELECT 'out', refund.id, refund.booking_id, payment.kind, payment.method, refund.state, refund.amount_kopecks, 0, 0,
             refund.reason, refund.note, coalesce(refund.ended_at, refund.created_at), refund.staff_id, NULL
      FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
      WHERE payment.client_id = ${clientId}::uuid) AS money
    JOIN bookings booking ON booking.id = money.booking_id
    LEFT JOIN staff ON staff.id = money.staff_id
    ORDER BY money.at DESC, money.direction DESC, money.id LIMIT ${rowsMax} OFFSET ${offset}`);
  return rows.map((row) => {
    const { id, bookingId, bookingNumber, kind, method, at } = row;
    const staffName = row.staffName ?? undefined;
    const amount = kopecks(row.amountKopecks);
    const common = { id, bookingId, bookingNumber, kind, method, amount, at, staffName };
    if (row.direction === "out") {
      const { reason } = row;
      return {
        ...common,
        direction: "out",
        state: row.state as RefundState,
        reason,
        note: row.note ?? undefined,
      };
    }
    const [captured, refunded] = [kopecks(row.capturedKopecks), kopecks(row.refundedKopecks)];
    const abandonedAt = row.abandonedAt ?? undefined;
    return { ...common, direction: "in", state: row.state as PaymentState, captured, refunded, abandonedAt };
  });
}

export type ClientWord = {
  readonly id: string;
  /** in: from the client; out: from staff. */
  readonly direction: "in" | "out";
  readonly text: string;
  readonly staffName: string | undefined;
  readonly createdAt: Date;
  /** What became of ours; undefined: it is the client's, or it is not kept any more. */
  readonly delivery:
    | { readonly state: MessageState; readonly stateReason: string | null; readonly chat: ChatState }
    | undefined;
};

/** What a client and staff wrote to each other. @source PE-5 */
export async function listClientWords(
  via: Queryable,
  { clientId, rowsMax, offset }: HistoryPage,
): Promise<readonly ClientWord[]> {
  const rows = await via.many<WordRow>(sql`
    SELECT message.id, message.direction, message.text, staff.name AS staff_name, message.created_at,
           outbox.state, outbox.state_reason, ${CHAT} AS chat
    FROM client_messages message JOIN clients client ON client.id = message.client_id
    LEFT JOIN staff ON staff.id = message.staff_id
    LEFT JOIN outbox ON message.direction = 'out' AND outbox.key = 'message_from_staff:' || message.id
    WHERE message.client_id = ${clientId}::uuid
    ORDER BY message.created_at DESC, message.id LIMIT ${rowsMax} OFFSET ${offset}`);
  return rows.map(({ state, stateReason, chat, staffName, ...word }) => ({
    ...word,
    staffName: staffName ?? undefined,
    delivery: state === null ? undefined : { state, stateReason, chat },
  }));
}

type WordRow = Omit<RowOf<ClientWord>, "delivery"> & {
  readonly state: MessageState | null;
  readonly stateReason: string | null;
  readonly chat: ChatState;
};

export type ClientTurn = {
  /** Of what we wrote: the client's last words before it. */
  readonly asked: string | null;
  /** Of what the client wrote: when staff wrote next, and who; null: the operator, or nobody yet. */
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
};

/** What stands on the other side of these lines of conversations. @source PE-5 */
export async function findTurns(
  via: Queryable,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, ClientTurn>> {
  if (messageIds.length === 0) return new Map();
  const rows = await via.many<ClientTurn & { readonly id: string }>(sql`
    SELECT message.id, asked.text AS asked, answer.created_at AS answered_at, staff.name AS answered_by
    FROM client_messages message
    LEFT JOIN LATERAL (
      SELECT text FROM client_messages earlier
      WHERE message.direction = 'out' AND earlier.client_id = message.client_id AND earlier.direction = 'in'
        AND (earlier.created_at, earlier.id) < (message.created_at, message.id)
      ORDER BY earlier.created_at DESC, earlier.id DESC LIMIT 1) asked ON true
    LEFT JOIN LATERAL (
      SELECT created_at, staff_id FROM client_messages later
      WHERE message.direction = 'in' AND later.client_id = message.client_id AND later.direction = 'out'
        AND (later.created_at, later.id) > (message.created_at, message.id)
      ORDER BY later.created_at, later.id LIMIT 1) answer ON true
    LEFT JOIN staff ON staff.id = answer.staff_id
    WHERE message.id = ANY(${messageIds}::uuid[])`);
  return new Map(rows.map(({ id, ...turn }) => [id, turn]));
}

export type ClientReview = {
  readonly bookingId: string;
  readonly bookingNumber: number;
  readonly specialistName: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly words: string;
  readonly createdAt: Date;
};

/** What a client said of their visits. @source MS-2 */
export const listClientReviews = (
  via: Queryable,
  { clientId, rowsMax, offset }: HistoryPage,
): Promise<readonly ClientReview[]> =>
  via.many(sql`
    SELECT review.booking_id, booking.number AS booking_number, specialist.name AS specialist_name, review.rating,
           review.words, review.created_at
    FROM reviews review JOIN bookings booking ON booking.id = review.booking_id
    JOIN specialists specialist ON specialist.id = review.specialist_id
    WHERE review.client_id = ${clientId}::uuid
    ORDER BY review.created_at DESC, booking.number DESC LIMIT ${rowsMax} OFFSET ${offset}`);

export type ClientConsent = {
  readonly id: string;
  readonly kind: ConsentKind;
  readonly action: "given" | "withdrawn";
  readonly textVersion: string;
  readonly documentUrl: string | null;
  /** The caption of the button that was pressed. */
  readonly pressed: string;
  readonly createdAt: Date;
};

/** The evidence of what a client agreed to and took back. @source PE-1 */
export const listClientConsents = (
  via: Queryable,
  { clientId, rowsMax, offset }: HistoryPage,
): Promise<readonly ClientConsent[]> =>
  via.many(sql`
    SELECT id, kind, action, text_version, document_url, pressed, created_at FROM consents
    WHERE client_id = ${clientId}::uuid ORDER BY created_at DESC, id DESC LIMIT ${rowsMax} OFFSET ${offset}`);
