import type { App } from "../../../src/core/app.ts";
import type { FinanceFilter, OperationKind } from "../../../src/core/reports/index.ts";

/*
 * The same figures from the bare rows, a row at a time and without any of the report's statements.
 */

export type HandRow = {
  readonly kind: OperationKind;
  readonly id: string;
  readonly day: string;
  readonly amount: number;
  readonly gross: number;
  readonly fee: number | undefined;
  readonly points: number;
  readonly fate: string;
  readonly bookingNumber: number | undefined;
  readonly specialistId: string | undefined;
  readonly serviceId: string | undefined;
  readonly clientId: string;
};

type PaymentRow = {
  readonly id: string;
  readonly booking_id: string;
  readonly client_id: string;
  readonly kind: string;
  readonly method: string;
  readonly state: string;
  readonly amount_kopecks: number;
  readonly captured_kopecks: number;
  readonly income_kopecks: number | null;
  readonly abandoned_at: Date | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
};
type RefundRow = {
  readonly id: string;
  readonly payment_id: string;
  readonly booking_id: string;
  readonly state: string;
  readonly amount_kopecks: number;
  readonly created_at: Date;
  readonly ended_at: Date | null;
};
type BookingRow = {
  readonly id: string;
  readonly number: number;
  readonly client_id: string;
  readonly specialist_id: string;
  readonly service_id: string;
  readonly state: string;
  readonly ended_at: Date;
};
type EntryRow = {
  readonly id: string;
  readonly booking_id: string | null;
  readonly client_id: string;
  readonly kind: string;
  readonly points: number;
  readonly created_at: Date;
};

type Books = {
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly bookings: ReadonlyMap<string, BookingRow>;
  readonly entries: readonly EntryRow[];
  readonly day: (at: Date) => string;
};

async function readBooks({ db }: App, zone: string): Promise<Books> {
  const whole = async <Row extends object>(table: string): Promise<readonly Row[]> =>
    (await db.pool.query<Row>(`SELECT * FROM ${table}`)).rows;
  const dayIn = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  const bookings = await whole<BookingRow>("bookings");
  return {
    payments: await whole("payments"),
    refunds: await whole("refunds"),
    bookings: new Map(bookings.map((booking) => [booking.id, booking])),
    entries: await whole("point_entries"),
    day: (at) => dayIn.format(at),
  };
}

/** All operations that there are, by hand. */
export async function operationsByHand(app: App, zone: string): Promise<readonly HandRow[]> {
  const books = await readBooks(app, zone);
  return [
    ...books.payments.map((payment) => ofPayment(books, payment)),
    ...books.refunds.map((refund) => ofRefund(books, refund)),
    ...[...books.bookings.values()].flatMap((booking) => ofKept(books, booking)),
    ...books.entries.filter(({ kind }) => kind !== "merge").map((entry) => ofEntry(books, entry)),
  ];
}

function about({ bookings }: Books, bookingId: string | null) {
  const booking = bookingId === null ? undefined : bookings.get(bookingId);
  const { number: bookingNumber, specialist_id: specialistId, service_id: serviceId } = booking ?? {};
  return { bookingNumber, specialistId, serviceId };
}

const total = (refunds: readonly RefundRow[]): number =>
  refunds.reduce((sum, { amount_kopecks }) => sum + amount_kopecks, 0);

function back({ refunds }: Books, payment: PaymentRow) {
  const own = refunds.filter((refund) => refund.payment_id === payment.id);
  const promised = total(own.filter(({ state }) => state !== "canceled"));
  const unanswered = own.filter(({ state, ended_at: endedAt, amount_kopecks: amount }) => {
    if (state !== "canceled" || endedAt === null) return false;
    return total(own.filter((one) => one.state !== "canceled" && one.created_at >= endedAt)) < amount;
  });
  const refused = Math.min(total(unanswered), payment.captured_kopecks - promised);
  return { done: total(own.filter(({ state }) => state === "succeeded")), promised, refused };
}

const isWithoutVisit = (state: string | undefined): boolean =>
  state === "cancelled" || state === "moved" || state === "no_show";

function fateOf(books: Books, payment: PaymentRow): string {
  if (payment.state === "cancelled" || payment.state === "rejected") return "never_taken";
  if (payment.state === "new" || payment.state === "pending")
    return payment.abandoned_at === null ? "unpaid" : "never_taken";
  if (payment.state !== "captured") return "waiting";
  const { done, promised, refused } = back(books, payment);
  const state = books.bookings.get(payment.booking_id)?.state;
  if (promised > done || refused > 0) return "waiting";
  if (done >= payment.captured_kopecks) return "refunded";
  if (payment.kind === "on_spot" && state === "cancelled") return "waiting";
  if (payment.kind !== "tip" && isWithoutVisit(state)) return "kept";
  return done > 0 ? "partly_refunded" : "captured";
}

function ofPayment(books: Books, payment: PaymentRow): HandRow {
  const { id, kind, method, captured_kopecks: captured, income_kopecks: income } = payment;
  const isFree = kind === "on_spot" || captured === 0;
  const feeOnline = income === null ? undefined : captured - income;
  return {
    kind: kind === "tip" ? "tip" : ((method === "bank_card" ? "card" : method) as OperationKind),
    id,
    day: books.day(payment.ended_at ?? payment.created_at),
    amount: payment.amount_kopecks,
    gross: captured,
    fee: isFree ? 0 : feeOnline,
    points: 0,
    fate: fateOf(books, payment),
    clientId: payment.client_id,
    ...about(books, payment.booking_id),
  };
}

function ofRefund(books: Books, refund: RefundRow): HandRow {
  const payment = books.payments.find(({ id }) => id === refund.payment_id);
  const fates: Readonly<Record<string, string>> = { succeeded: "refunded", canceled: "refused" };
  return {
    kind: payment?.kind === "tip" ? "tip_refund" : "refund",
    id: refund.id,
    day: books.day(refund.ended_at ?? refund.created_at),
    amount: refund.amount_kopecks,
    gross: refund.state === "succeeded" ? -refund.amount_kopecks : 0,
    fee: 0,
    points: 0,
    fate: fates[refund.state] ?? "waiting",
    clientId: payment?.client_id ?? "",
    ...about(books, refund.booking_id),
  };
}

function ofKept(books: Books, booking: BookingRow): readonly HandRow[] {
  if (!isWithoutVisit(booking.state)) return [];
  const own = books.payments.filter(
    ({ booking_id: bookingId, state, kind }) =>
      bookingId === booking.id &&
      state === "captured" &&
      kind !== "tip" &&
      !(kind === "on_spot" && booking.state === "cancelled"),
  );
  const amount = own.reduce((sum, payment) => {
    const { promised, refused } = back(books, payment);
    return sum + payment.captured_kopecks - promised - refused;
  }, 0);
  if (amount <= 0) return [];
  const { id, client_id: clientId } = booking;
  const figures = { amount, gross: 0, fee: 0, points: 0 };
  return [
    {
      kind: "kept",
      id,
      day: books.day(booking.ended_at),
      ...figures,
      fate: "kept",
      clientId,
      ...about(books, id),
    },
  ];
}

const POINT_KINDS: Readonly<Record<string, OperationKind>> = {
  redemption: "points_redeemed",
  redemption_return: "points_redeemed",
  penalty: "points_penalty",
  penalty_reversal: "points_penalty",
};

const ofEntry = (books: Books, entry: EntryRow): HandRow => ({
  ...{ kind: POINT_KINDS[entry.kind] ?? "points_given", id: entry.id, day: books.day(entry.created_at) },
  ...{ amount: 0, gross: 0, fee: 0, points: entry.points, fate: "posted", clientId: entry.client_id },
  ...about(books, entry.booking_id),
});

/** Those that a filter asks for. */
export const asked = (rows: readonly HandRow[], filter: FinanceFilter): readonly HandRow[] =>
  rows.filter(
    (row) =>
      row.day >= filter.from &&
      row.day <= filter.to &&
      (filter.specialistId === undefined || row.specialistId === filter.specialistId) &&
      (filter.serviceId === undefined || row.serviceId === filter.serviceId) &&
      (filter.clientId === undefined || row.clientId === filter.clientId) &&
      (filter.kinds === undefined || filter.kinds.includes(row.kind)) &&
      (filter.fate === undefined ? row.fate !== "never_taken" : row.fate === filter.fate),
  );

export function sumsByHand(rows: readonly HandRow[]) {
  const sum = (kinds: readonly OperationKind[], of: (row: HandRow) => number) =>
    rows.filter(({ kind }) => kinds.includes(kind)).reduce((total, row) => total + of(row), 0);
  const gross = (...kinds: OperationKind[]) => sum(kinds, (row) => row.gross);
  const open = (kinds: readonly OperationKind[]) =>
    sum(kinds, (row) =>
      (row.fate === "waiting" || row.fate === "unpaid") && row.gross === 0 ? row.amount : 0,
    );
  const [online, cash, terminal] = [gross("card", "sbp"), gross("cash"), gross("terminal")];
  const transfer = gross("transfer");
  const refunded = 0 - gross("refund");
  const revenue = online + cash + terminal + transfer - refunded;
  const fee = sum(["card", "sbp"], (row) => row.fee ?? 0);
  return {
    moneyOperations: rows.filter(({ kind }) => !kind.startsWith("points_")).length,
    pointsOperations: rows.filter(({ kind }) => kind.startsWith("points_")).length,
    ...{ operations: rows.length, online, cash, terminal, transfer, refunded, revenue, fee },
    feeUnknown: sum(["card", "sbp"], (row) => (row.fee === undefined ? row.gross : 0)),
    net: revenue - fee,
    tips: gross("tip", "tip_refund"),
    tipsFee: sum(["tip"], (row) => row.fee ?? 0),
    kept: sum(["kept"], (row) => row.amount),
    refundsWaiting: open(["refund", "tip_refund"]),
    refundsRefused: sum(["refund", "tip_refund"], (row) => (row.fate === "refused" ? row.amount : 0)),
    paymentsWaiting: open(["card", "sbp", "tip"]),
    pointsGiven: sum(["points_given"], (row) => row.points),
    pointsTakenBack: sum(["points_given"], (row) => Math.max(0, 0 - row.points)),
    pointsRedeemed: 0 - sum(["points_redeemed"], (row) => row.points),
    pointsPenalty: 0 - sum(["points_penalty"], (row) => row.points),
  };
}
