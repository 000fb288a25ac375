import { z } from "zod";
import {
  BOOKING_STATE_WORDS,
  ENDED_REASON_WORDS,
  PAYMENT_POLICY_WORDS,
  WAIT_END_WORDS,
  WAIT_STATE_WORDS,
} from "../../src/core/booking/index.ts";
import {
  BROADCAST_KIND_WORDS,
  BROADCAST_STATE_WORDS,
  LEFT_OUT_WORDS,
  NOT_READER_WORDS,
} from "../../src/core/broadcasts/index.ts";
import { SLOT_CHANGE_WORDS, SLOT_KINDS } from "../../src/core/calendar/index.ts";
import { POINT_KIND_WORDS } from "../../src/core/loyalty/index.ts";
import { MESSAGE_KIND_WORDS, MESSAGE_STATE_WORDS } from "../../src/core/notifications/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
} from "../../src/core/payments/index.ts";
import { STAFF_MESSAGE_GROUPS, STAFF_ROLES } from "../../src/core/people/index.ts";
import {
  DOCTOR_LEVELS,
  DOCTOR_PARTS,
  FATES,
  OPERATION_KINDS,
  TOTALS_BY,
} from "../../src/core/reports/index.ts";

/*
 * What programs may rely on: every field of every answer, whether it may be null, and its unit in its name. A field that
 * is there in one answer of a verb is there in all of them, unless it is marked; a field more or less fails.
 */

const id = z.uuid();
const moment = z.iso.datetime();
const day = z.iso.date();
const count = z.int().min(0);
const whole = z.int();
const text = z.string();
const words = z.string().min(1);

/** One of the codes that have words for people. */
const oneOf = <T extends Readonly<Record<string, unknown>>>(known: T) =>
  z.enum(Object.keys(known) as [keyof T & string, ...(keyof T & string)[]]);

const list = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });
const page = <T extends z.ZodType>(item: T) => list(item).extend({ hasMore: z.boolean() });

const service = z.strictObject({
  ...{ id, name: words, description: text, kind: z.enum(["in_person", "online"]) },
  ...{ durationMinutes: whole, priceKopecks: count, policy: oneOf(PAYMENT_POLICY_WORDS) },
  ...{ prepaymentKopecks: count, isActive: z.boolean() },
});

const specialist = z.strictObject({
  ...{ id, name: words, about: text, meetingUrl: z.url().nullable(), isActive: z.boolean() },
});

/** Who does a service, or what a specialist does, and at which price. */
const priced = z.strictObject({
  ...{ id, name: words, isActive: z.boolean(), priceKopecks: count, ownPriceKopecks: count.nullable() },
});

const specialistCard = specialist.extend({
  ...{ averageRating: z.number().nullable(), reviews: count, services: z.array(priced) },
});

const assignment = z.strictObject({
  ...{ specialistId: id, specialistName: words, serviceId: id, serviceName: words },
});

const staff = z.strictObject({
  ...{
    id,
    name: words,
    role: z.enum(STAFF_ROLES),
    email: z.email().nullable(),
    telegramId: whole.nullable(),
  },
  ...{ specialistId: id.nullable(), isActive: z.boolean() },
});

const slot = z.strictObject({
  ...{ id, specialistId: id, specialistName: words.nullable(), day, startsAt: moment, endsAt: moment },
  ...{
    kind: z.enum(SLOT_KINDS),
    discountPercent: whole.nullable(),
    state: z.enum(["free", "booked", "closed"]),
  },
  ...{ closedReason: text.nullable(), bookingId: id.nullable(), bookingNumber: whole.nullable() },
});

const timeOff = z.strictObject({
  ...{ id, specialistId: id, specialistName: words.nullable(), startsAt: moment, endsAt: moment },
  ...{ reason: words, liftedAt: moment.nullable() },
});

const bookingState = oneOf(BOOKING_STATE_WORDS);

const booking = z.strictObject({
  ...{ id, number: whole, state: bookingState, day, startsAt: moment, endsAt: moment },
  ...{ clientId: id, clientName: words, serviceId: id, serviceName: words },
  ...{ serviceKind: z.enum(["in_person", "online"]), specialistId: id, specialistName: words },
  ...{ slotKind: z.enum(SLOT_KINDS), slotIds: z.array(id), madeBy: z.enum(["client", "staff"]) },
  ...{ meetingUrl: z.url().nullable(), listPriceKopecks: count, hotDiscountKopecks: count },
  ...{ friendDiscountKopecks: count, discountKopecks: count, priceKopecks: count, points: count },
  // Of a hot slot the policy is its own (PY-2).
  ...{ policy: oneOf(PAYMENT_POLICY_WORDS).or(z.literal("hot")), prepaymentKopecks: count },
  ...{ payChoice: z.enum(["prepayment", "all"]), payNowKopecks: count, onSpotKopecks: count },
  ...{ paidKopecks: count, refundedKopecks: count, takenOnSpotKopecks: count, owedOnSpotKopecks: count },
  ...{ takableOnSpotKopecks: count, tipsKopecks: count, willEarnPoints: count, createdAt: moment },
  ...{ heldUntil: moment.nullable(), confirmedAt: moment.nullable(), promisedAt: moment.nullable() },
  ...{ endedAt: moment.nullable(), endedReason: oneOf(ENDED_REASON_WORDS).nullable() },
  ...{ replacesId: id.nullable(), movedToId: id.nullable() },
});

const payment = z.strictObject({
  ...{ id, kind: oneOf(PAYMENT_KIND_WORDS), method: oneOf(PAYMENT_METHOD_WORDS), takenBy: words.nullable() },
  ...{ state: oneOf(PAYMENT_STATE_WORDS), amountKopecks: count, capturedKopecks: count },
  ...{ refundedKopecks: count, createdAt: moment, endedReason: text.nullable() },
});

const receipt = z.strictObject({
  ...{ id, paymentId: id, state: oneOf(REFUND_STATE_WORDS), amountKopecks: count, createdAt: moment },
  ...{ endedAt: moment.nullable(), endedReason: text.nullable() },
});

const paymentRow = payment.extend({ bookingId: id, bookingNumber: whole, clientId: id, clientName: words });

const refund = z.strictObject({
  ...{ id, state: oneOf(REFUND_STATE_WORDS), amountKopecks: count, reason: oneOf(REFUND_REASON_WORDS) },
  ...{ note: words.nullable(), providerRefundId: words.nullable(), attempts: count },
  ...{
    nextAttemptAt: moment.nullable(),
    createdAt: moment,
    endedAt: moment.nullable(),
    endedReason: text.nullable(),
  },
});

const listedClient = z.strictObject({
  ...{ id, name: words, phone: words.nullable(), email: words.nullable(), birthday: day.nullable() },
  ...{ note: text, tags: z.array(words), points: whole, isVip: z.boolean(), isMarketing: z.boolean() },
  ...{ visits: count, lastVisitAt: moment.nullable(), createdAt: moment },
});

const paymentCard = paymentRow.extend({
  gateway: z.strictObject({
    ...{
      providerPaymentId: words.nullable(),
      ...{ payUrl: z.url().nullable(), payUntil: moment.nullable() },
      firstSentAt: moment.nullable(),
      authorisedAt: moment.nullable(),
    },
    ...{ endedAt: moment.nullable(), abandonedAt: moment.nullable(), nextCheckAt: moment.nullable() },
    ...{ checks: count, feeKopecks: count.nullable() },
  }),
  ...{ refunds: z.array(refund), closingReceipts: z.array(receipt), booking },
});

const mark = z.strictObject({
  ...{ earned: count, rebook: count, penalty: count, blockedUntil: moment.nullable() },
  ...{ earnedTakenBack: count, penaltyBack: count, isBlockLifted: z.boolean() },
});

const cancellation = z.strictObject({
  ...{ refundKopecks: count, handedBackKopecks: count, pointsBack: count },
  droppedMove: z.strictObject({ startsAt: moment }).nullable(),
});

const wait = z.strictObject({
  ...{ id, clientId: id, clientName: words, serviceId: id, serviceName: words, days: z.array(day) },
  ...{ fromMinute: count, toMinute: count, state: oneOf(WAIT_STATE_WORDS) },
  ...{ endedReason: oneOf(WAIT_END_WORDS).nullable(), note: words.nullable(), offers: count, missed: count },
  ...{ createdAt: moment, endedAt: moment.nullable(), specialistId: id.nullable() },
  ...{ specialistName: words.nullable(), offeredBookingId: id.nullable(), takenBookingId: id.nullable() },
});

const client = z.strictObject({
  ...{ id, name: words, phone: words.nullable(), email: words.nullable(), telegramId: whole.nullable() },
  ...{ birthday: day.nullable(), timeZone: words.nullable(), isErased: z.boolean(), referralCode: words },
  ...{ invitedById: id.nullable(), isVip: z.boolean(), pointsBalance: whole, createdAt: moment },
});

const clientCard = client.extend({
  tags: z.array(words),
  note: text,
  points: z.strictObject({
    ...{ balance: whole, held: count, available: whole, nextRedemptionAt: moment.nullable() },
  }),
  consents: z.strictObject({ personalData: z.boolean(), marketing: z.boolean() }),
  block: z.strictObject({ reason: words, endsAt: moment.nullable() }).nullable(),
});

const note = z.strictObject({ id, text: words, createdAt: moment, author: words.nullable() });

/** Everything about one client, as `ClientExport` has it. */
const clientFile = z.strictObject({
  exportedAt: moment,
  client: z.strictObject({
    ...{ id, telegramId: whole.nullable(), telegramUsername: words.nullable(), name: words },
    ...{ phone: words.nullable(), phoneCheckedAt: moment.nullable(), email: words.nullable() },
    ...{ birthday: day.nullable(), timeZone: words.nullable(), referralCode: words },
    ...{ cameByInvitation: z.boolean(), friendsInvited: count, isVip: z.boolean(), tags: z.array(words) },
    ...{ note: text, pointsBalance: whole, createdAt: moment },
  }),
  consents: z.array(
    z.strictObject({
      ...{ kind: z.enum(["personal_data", "marketing"]), action: z.enum(["given", "withdrawn"]) },
      ...{ textVersion: text, documentUrl: text.nullable(), pressed: text, createdAt: moment },
    }),
  ),
  bookings: z.array(
    z.strictObject({
      ...{ number: whole, wasOffered: z.boolean(), state: bookingState, service: words, specialist: words },
      ...{ startsAt: moment, endsAt: moment, bookedAt: moment, listPriceKopecks: count },
      ...{ discountKopecks: count, priceKopecks: count, points: count, payNowKopecks: count },
      ...{ onSpotKopecks: count, note: text },
    }),
  ),
  payments: z.array(
    z.strictObject({
      ...{ bookingNumber: whole, kind: oneOf(PAYMENT_KIND_WORDS), method: oneOf(PAYMENT_METHOD_WORDS) },
      ...{ state: oneOf(PAYMENT_STATE_WORDS), amountKopecks: count, capturedKopecks: count },
      ...{ createdAt: moment, endedAt: moment.nullable() },
    }),
  ),
  refunds: z.array(
    z.strictObject({
      ...{ bookingNumber: whole, amountKopecks: count, state: oneOf(REFUND_STATE_WORDS) },
      ...{ createdAt: moment, endedAt: moment.nullable() },
    }),
  ),
  pointEntries: z.array(
    z.strictObject({
      ...{ points: whole, kind: oneOf(POINT_KIND_WORDS), bookingNumber: whole.nullable() },
      ...{ reason: text.nullable(), createdAt: moment },
    }),
  ),
  messages: z.array(z.strictObject({ direction: z.enum(["in", "out"]), text, createdAt: moment })),
  botMessages: z.array(z.strictObject({ text, sentAt: moment })),
  broadcasts: z.array(z.strictObject({ text, sentAt: moment, pressedAt: moment.nullable() })),
  blocks: z.array(
    z.strictObject({
      ...{
        kind: words,
        reason: text,
        createdAt: moment,
        endsAt: moment.nullable(),
        liftedAt: moment.nullable(),
      },
    }),
  ),
  waitlist: z.array(
    z.strictObject({
      ...{
        service: words,
        specialist: words.nullable(),
        days: z.array(day),
        fromMinute: count,
        toMinute: count,
      },
      ...{ state: oneOf(WAIT_STATE_WORDS), note: text.nullable(), offers: count, createdAt: moment },
      endedAt: moment.nullable(),
    }),
  ),
  reviews: z.array(
    z.strictObject({
      ...{ bookingNumber: whole, specialist: words, rating: whole, words: text, createdAt: moment },
      changedAt: moment,
    }),
  ),
  notes: z.array(z.strictObject({ text, createdAt: moment })),
});

const bulk = { rows: count, isDryRun: z.boolean(), ignoredColumns: z.array(words) };

const message = z.strictObject({
  ...{
    id,
    kind: oneOf(MESSAGE_KIND_WORDS),
    state: oneOf(MESSAGE_STATE_WORDS),
    stateReason: words.nullable(),
  },
  ...{ dueAt: moment, plannedAt: moment.nullable(), sentAt: moment.nullable(), attempts: count },
  ...{ telegramMessageId: whole.nullable(), createdAt: moment, clientId: id.nullable() },
  ...{ clientName: words.nullable(), staffId: id.nullable(), staffName: words.nullable() },
  ...{ bookingId: id.nullable(), bookingNumber: whole.nullable(), reminderHours: whole.nullable() },
  ...{ broadcastNumber: whole.nullable(), broadcastTitle: words.nullable() },
});

/** A condition, or others joined; what each fact takes is the rule's to say (`segments facts`). */
const definition: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(definition) }),
    z.strictObject({ any: z.array(definition) }),
    z.strictObject({ not: definition }),
    z.strictObject({ fact: words, op: z.literal("never") }),
    z.strictObject({
      ...{ fact: words, op: words, value: z.union([whole, z.boolean(), z.array(text)]) },
      days: whole.optional(),
    }),
  ]),
);

const segment = z.strictObject({
  ...{ id, name: words, words, clients: count, definition, createdAt: moment, updatedAt: moment },
});
const segmentClient = z.strictObject({ id, name: words, phone: words.nullable() });

const facts = z.record(
  words,
  z.strictObject({
    title: words,
    ops: z.record(
      words,
      z.strictObject({
        title: text,
        operand: z.union([
          z.strictObject({
            ...{ kind: z.literal("whole"), min: whole, max: whole },
            unit: z.enum(["days", "times", "rubles", "points"]),
          }),
          z.strictObject({ kind: z.enum(["month", "yesNo", "services", "specialists", "tags", "nothing"]) }),
        ]),
      }),
    ),
    hasPeriod: z.literal(true).optional(),
  }),
);

const buttons = <T extends z.core.$ZodLooseShape>(more: T) =>
  z.array(
    z.discriminatedUnion("leadsTo", [
      z.strictObject({ leadsTo: z.literal("service"), label: words, serviceId: id, ...more }),
      z.strictObject({ leadsTo: z.literal("link"), label: words, url: z.url(), ...more }),
      z.strictObject({ leadsTo: z.literal("slot"), label: words, serviceId: id, slotId: id, ...more }),
      z.strictObject({ leadsTo: z.literal("window"), label: words, slotId: id, ...more }),
    ]),
  );

const leftOut = z.partialRecord(oneOf(LEFT_OUT_WORDS), count);

const broadcast = z.strictObject({
  ...{
    id,
    number: whole,
    kind: oneOf(BROADCAST_KIND_WORDS),
    title: words,
    text: words,
    buttons: buttons({}),
  },
  ...{ hasPicture: z.boolean(), segment: definition, segmentName: words.nullable() },
  ...{ state: oneOf(BROADCAST_STATE_WORDS), proposedAt: moment.nullable(), quietUntil: moment.nullable() },
  ...{ pausedReason: words.nullable(), recipients: count, leftOut, scheduledAt: moment.nullable() },
  ...{ startedAt: moment.nullable(), endedAt: moment.nullable(), createdAt: moment },
});

const dryRun = z.strictObject({
  ...{ number: whole, recipients: count, leftOut, isSwitchedOff: z.boolean(), quietUntil: moment.nullable() },
  // Only with --names.
  leftOutClients: z.partialRecord(oneOf(LEFT_OUT_WORDS), z.array(segmentClient)).optional(),
});

const figures = z.strictObject({
  ...{ recipients: count, delivered: count, blocked: count, failed: count, skipped: count, left: count },
  ...{ reasons: z.record(words, count), pressed: count, optedOut: count, booked: count },
  ...{ secondsLeft: count.nullable(), moneyKopecks: whole },
});

const settingValue = z.union([
  z.boolean(),
  whole,
  text,
  z.array(z.union([whole, text])),
  z.strictObject({ fromMinute: count, toMinute: count }),
]);
const setting = z.strictObject({
  ...{
    key: words,
    value: settingValue,
    default: settingValue,
    unit: words.nullable(),
    isDefault: z.boolean(),
  },
  ...{ typed: text, group: words, label: words, expected: words },
});

const sums = {
  ...{
    operations: count,
    revenueKopecks: whole,
    onlineKopecks: whole,
    cashKopecks: whole,
    terminalKopecks: whole,
    transferKopecks: whole,
  },
  ...{ refundedKopecks: whole, feeKopecks: whole, feeUnknownKopecks: whole, netKopecks: whole },
  ...{ tipsKopecks: whole, tipsFeeKopecks: whole, keptKopecks: whole, refundsWaitingKopecks: whole },
  ...{ refundsRefusedKopecks: whole, paymentsWaitingKopecks: whole, pointsGiven: whole },
  ...{ pointsRedeemed: whole, pointsPenalty: whole },
};

const operation = z.strictObject({
  ...{ kind: z.enum(OPERATION_KINDS), id, day, at: moment, bookingNumber: whole.nullable(), clientId: id },
  ...{ clientName: words, serviceName: words.nullable(), specialistName: words.nullable() },
  ...{
    amountKopecks: whole,
    grossKopecks: whole,
    feeKopecks: whole.nullable(),
    netKopecks: whole.nullable(),
  },
  ...{
    points: whole,
    fate: z.enum(FATES),
    returnedKopecks: whole,
    detail: text.nullable(),
    note: text.nullable(),
  },
});

const finance = z.union([
  page(operation).extend({ from: day, to: day, sum: z.strictObject(sums) }),
  list(z.strictObject({ key: words.nullable(), name: words.nullable(), ...sums })).extend({
    ...{ from: day, to: day, by: z.enum(TOTALS_BY), sum: z.strictObject(sums) },
  }),
]);

/** A report of figures by parts; `from` and `to` of a line only where it is of days. */
const summary = (of: z.core.$ZodLooseShape, standing?: z.core.$ZodLooseShape) =>
  list(z.strictObject({ key: words, name: words, from: day.optional(), to: day.optional(), ...of })).extend({
    ...{ from: day, to: day, by: words, sum: z.strictObject(of) },
    ...(standing === undefined ? {} : { standing: z.strictObject(standing) }),
  });

const percent = z.number().min(0).nullable();

const waiting = z.strictObject({
  kind: z.enum(["payment", "refund", "refused_refund", "on_spot_refund", "overdue_hold"]),
  state: z.union([oneOf(PAYMENT_STATE_WORDS), oneOf(REFUND_STATE_WORDS), bookingState]),
  ...{ id, bookingId: id, bookingNumber: whole, amountKopecks: count, since: moment, ageMinutes: count },
  ...{ needsPerson: z.boolean(), isLetGo: z.boolean() },
});

const asked = { asked: count, captured: count, cameToNothing: count, stillOpen: count, failed: count };

const run = z
  .strictObject({
    ...{ dueAt: moment, beganAt: moment, endedAt: moment, outcome: z.enum(["done", "failed"]), words: text },
  })
  .nullable();

const schedule = z.strictObject({
  ...{ number: whole, id, cron: words, timeZone: words, period: z.enum(["day", "week", "month"]) },
  by: z.enum(["operations", "day", "service", "specialist", "kind"]),
  ...{ isPlain: z.boolean(), folder: words.nullable(), toTelegram: z.boolean(), next: z.array(moment) },
  lastRun: run,
});

const backup = z.strictObject({
  ...{ file: words, createdAt: moment, product: words, mode: z.enum(["live", "sandbox"]).nullable() },
  source: z.strictObject({ host: words, database: words, postgres: words }),
  ...{ migrations: z.array(words), isEncrypted: z.boolean(), fileBytes: count, rows: count },
  tables: z.array(z.strictObject({ name: words, rows: count, bytes: count })),
});

/** The answer to each verb with `--json`. */
export const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  "slots generate": z.strictObject({
    ...{ specialistId: id, isDryRun: z.boolean(), made: count, skipped: count, overlapping: count },
    ...{ past: count, off: count },
  }),
  "slots list": page(slot),
  "slots close": slot,
  "slots open": slot,
  "slots heat": slot,
  "slots move": slot,
  "slots undo": z.strictObject({
    ...{ isDryRun: z.boolean(), changeId: id, action: oneOf(SLOT_CHANGE_WORDS), createdAt: moment },
    ...{ slots: count, told: count },
  }),
  "slots time-off list": list(timeOff),
  "slots time-off add": list(timeOff).extend({
    ...{ isDryRun: z.boolean(), changeId: id.nullable(), startsAt: moment, endsAt: moment, closed: count },
    stretches: z.array(z.strictObject({ startsAt: moment, endsAt: moment })),
    bookings: z.array(
      z.strictObject({
        ...{ id, number: whole, state: bookingState, startsAt: moment, endsAt: moment, specialistId: id },
        ...{ specialistName: words, serviceName: words, clientName: words },
      }),
    ),
  }),
  "slots time-off lift": timeOff.extend({ reopened: count, lifted: count }),
  "services add": service,
  "services list": list(service.extend({ specialists: z.array(priced) })),
  "services show": service.extend({ specialists: z.array(priced) }),
  "services change": service,
  "specialists add": specialist,
  "specialists list": list(specialistCard),
  "specialists show": specialistCard,
  "specialists change": specialist,
  "specialists assign": assignment.extend({ priceKopecks: count, ownPriceKopecks: count.nullable() }),
  "specialists unassign": assignment.extend({ wasAssigned: z.boolean() }),
  "bookings list": page(booking),
  "bookings show": booking.extend({
    ...{ note: text, rebookPoints: count, penaltyPoints: count, payments: z.array(payment) },
    closingReceipts: z.array(receipt),
  }),
  "bookings book": booking.extend({ payUrl: z.url().nullable() }),
  "bookings pay-link": z.strictObject({
    ...{ bookingId: id, number: whole, payUrl: z.url(), payUntil: moment, amountKopecks: count },
  }),
  "bookings cancel": booking.extend({ effect: cancellation.optional() }),
  "bookings confirm": booking,
  "bookings move": booking,
  "bookings link": booking,
  "bookings complete": booking.extend({ effect: mark.optional() }),
  "bookings no-show": booking.extend({ effect: mark.optional() }),
  "bookings take": booking.extend({ paymentId: id }),
  "bookings refund": booking.extend({ requestId: id }),
  "bookings import": z.strictObject({ ...bulk, booked: count, repeated: count, slotsMade: count }),
  "waitlist list": page(wait),
  "waitlist add": wait,
  "waitlist remove": wait,
  "clients list": page(client),
  "clients show": clientCard,
  "clients add": client.extend({ isKnown: z.boolean() }),
  "clients phone": z.strictObject({ clientId: id, phone: words }),
  "clients block": z.strictObject({ blockId: id, clientId: id, reason: words, endsAt: moment.nullable() }),
  "clients unblock": z.strictObject({ clientId: id, wasBlocked: z.boolean() }),
  "clients vip": z.strictObject({ clientId: id, isVip: z.boolean() }),
  "clients tag": z.strictObject({ clientId: id, tags: z.array(words) }),
  "clients note": z.union([page(note), z.strictObject({ noteId: id, clientId: id, text: words })]),
  // One client's data, everybody's, or where either was written.
  "clients export": z.union([
    clientFile,
    list(listedClient),
    z.strictObject({ file: words, clientId: id }),
    z.strictObject({ file: words, bytes: count }),
  ]),
  "clients erase": z.strictObject({ clientId: id, isErased: z.literal(true) }),
  "clients import": z.strictObject({
    ...bulk,
    ...{ entered: count, filled: count, unchanged: count, repeated: count, openings: count },
    ...{ balancesKept: count, points: whole },
  }),
  "messages list": page(message),
  "messages show": message.extend({
    text: text.nullable(),
    textIs: z.enum(["kept", "preview", "template", "unknown"]),
  }),
  "messages resend": message.extend({ resentId: id }),
  "reviews list": page(
    z.strictObject({
      ...{ bookingId: id, bookingNumber: whole, clientId: id, clientName: words, specialistId: id },
      ...{ specialistName: words, serviceName: words, rating: z.int().min(1).max(5), words: text },
      ...{ createdAt: moment, changedAt: moment },
    }),
  ),
  "payments list": page(paymentRow),
  "payments show": paymentCard,
  // One payment, or all that is open.
  "payments sync": z.union([
    z.strictObject({
      ...{ id, before: oneOf(PAYMENT_STATE_WORDS), state: oneOf(PAYMENT_STATE_WORDS), refundsWaiting: count },
      gatewayState: z.enum(["pending", "waiting_for_capture", "succeeded", "canceled"]).nullable(),
    }),
    z.strictObject(asked),
  ]),
  "payments refund": paymentRow.extend({ requestId: id }),
  "payments reconcile": z.strictObject({ ...asked, waiting: z.array(waiting) }),
  // One client, or the many of a file.
  "points adjust": z.union([
    z.strictObject({ entryId: id, clientId: id, points: whole, balance: whole }),
    z.strictObject({ ...bulk, adjusted: count, repeated: count, added: count, taken: count }),
  ]),
  "points history": page(
    z.strictObject({
      ...{ id, points: whole, balanceAfter: whole, kind: oneOf(POINT_KIND_WORDS) },
      ...{ bookingNumber: whole.nullable(), reason: words.nullable(), createdAt: moment },
    }),
  ),
  "broadcast list": page(broadcast).extend({ waitingWindows: count }),
  "broadcast show": broadcast.extend({ windows: z.array(words), figures }),
  "broadcast create": broadcast,
  "broadcast dry-run": dryRun,
  "broadcast preview": z.strictObject({
    ...{ number: whole, clientId: id, html: words },
    buttons: buttons({ index: count }),
    notReader: oneOf(NOT_READER_WORDS).nullable(),
  }),
  "broadcast test": z.strictObject({ number: whole, staffId: id }),
  "broadcast start": broadcast,
  "broadcast schedule": broadcast,
  "broadcast pause": broadcast,
  "broadcast resume": broadcast,
  "broadcast cancel": broadcast,
  "broadcast freeze": z.strictObject({ marketingEnabled: z.literal(false) }),
  "segments list": list(segment),
  "segments show": segment.extend({ first: z.array(segmentClient) }),
  "segments count": z.strictObject({ clients: count, definition }),
  "segments clients": page(segmentClient),
  "segments facts": facts,
  "segments lookup": z.strictObject({
    ...{ segmentId: id, clientId: id, isIn: z.boolean() },
    why: z.array(
      z.strictObject({
        ...{ words, depth: count, holds: z.boolean(), isGroup: z.boolean(), own: text.nullable() },
      }),
    ),
  }),
  "segments save": segment,
  "segments delete": z.strictObject({ id, isDeleted: z.literal(true) }),
  "settings list": list(setting),
  "settings get": setting,
  "settings set": setting.extend({ before: settingValue }),
  "settings reset": setting.extend({ before: settingValue }),
  "settings history": page(
    z.strictObject({
      ...{ id: whole, changedAt: moment, actorKind: words, staffName: words.nullable(), key: words },
      ...{ before: settingValue.nullable(), after: settingValue, unit: words.nullable() },
    }),
  ),
  "staff add": staff,
  "staff list": list(staff),
  "staff link": staff,
  "staff messages": z.strictObject({
    ...{ id, name: words, hasTelegram: z.boolean() },
    messages: z.array(z.strictObject({ group: z.enum(STAFF_MESSAGE_GROUPS), isOn: z.boolean() })),
  }),
  "staff password": z.strictObject({ id, password: words, until: moment }),
  "staff change": staff,
  "report finance": finance,
  "report bookings": summary({
    ...{ bookings: count, ahead: count, visits: count, noShows: count, cancelledByClient: count },
    ...{ cancelledLate: count, cancelledByBusiness: count, cancelled: count, moved: count, expired: count },
    priceKopecks: count,
  }),
  "report occupancy": summary({ offeredMinutes: count, bookedMinutes: count, occupancyPercent: percent }),
  "report clients": summary({
    ...{ clients: count, newClients: count, returningClients: count, friendsCame: count, visits: count },
  }),
  "report loyalty": summary(
    {
      ...{ issuedPoints: whole, redeemedPoints: whole, penaltyPoints: whole, expiredHolds: count },
      expiredHoldPoints: count,
    },
    { pointsOwed: whole },
  ),
  "report referral": summary({ invited: count, friendsCame: count, rewards: count, rewardPoints: whole }),
  "report hot-windows": summary({
    ...{ offered: count, offeredMinutes: count, bookedMinutes: count, occupancyPercent: percent },
    ...{ visits: count, savedKopecks: whole, discountKopecks: whole },
  }),
  "report reviews": summary({ reviews: count, averageRating: z.number().nullable() }),
  "report messages": summary({ messages: count, sent: count, queued: count, skipped: count, failed: count }),
  "report columns": z.strictObject({
    ...{ name: words, about: words, parts: z.array(words) },
    files: z.array(
      z.strictObject({
        title: words,
        columns: z.array(z.strictObject({ key: words, title: words, about: words })),
      }),
    ),
  }),
  "report ledger-check": list(
    z.strictObject({
      ...{ check: words, title: words, subjectId: words, expected: text, found: text, detail: text },
      subjectKind: z.enum(["client", "booking", "slot", "payment", "message"]),
    }),
  ),
  "report waiting": list(waiting),
  "schedule list": list(schedule),
  "schedule next": list(z.strictObject({ at: moment, number: whole, id })).extend({ timeZone: words }),
  "schedule add": schedule,
  "schedule change": schedule,
  "schedule remove": z.strictObject({ number: whole, id }),
  "schedule run": z.strictObject({
    number: whole,
    from: day,
    to: day,
    file: words.nullable(),
    owners: count,
  }),
  "demo load": z.strictObject({ specialists: count, services: count, slots: count }),
  "db migrate": z.strictObject({ applied: z.array(words) }),
  "db status": z.strictObject({
    kind: z.enum(["embedded", "external"]),
    server: z.strictObject({ isRunning: z.boolean(), pid: whole.nullable(), folder: words }).nullable(),
    migrations: z
      .strictObject({ applied: z.array(words), pending: z.array(words), problems: z.array(words) })
      .nullable(),
  }),
  "db stop": z.strictObject({ wasRunning: z.boolean() }),
  "db backup": backup,
  "db verify": backup,
  "db restore": backup.extend({ hasReplaced: z.boolean(), migrated: z.array(words), discrepancies: count }),
  "db backups": list(z.strictObject({ name: words, at: moment, bytes: count })).extend({
    ...{ folder: words.nullable(), cron: words, timeZone: words, isEncrypted: z.boolean() },
    ...{ next: z.array(moment), lastRun: run, problem: words.nullable() },
  }),
  completion: z.strictObject({ shell: z.enum(["bash", "zsh"]), script: words }),
  doctor: z.strictObject({
    ...{ level: z.enum(DOCTOR_LEVELS), checkedAt: moment },
    items: z.array(
      z.strictObject({
        ...{
          id: z.string().regex(/^[a-z][a-z_]+$/),
          part: z.enum(DOCTOR_PARTS),
          level: z.enum(DOCTOR_LEVELS),
        },
        ...{ what: words, why: words.nullable(), mend: words.nullable(), since: moment.nullable() },
        count: whole.nullable(),
      }),
    ),
  }),
};
