import type { z } from "zod";
import { BOOKINGS_ANSWERS } from "./answers/bookings.ts";
import { CALENDAR_ANSWERS } from "./answers/calendar.ts";
import { CATALOG_ANSWERS } from "./answers/catalog.ts";
import { CLIENTS_ANSWERS } from "./answers/clients.ts";
import { MACHINE_ANSWERS } from "./answers/machine.ts";
import { MESSAGES_ANSWERS } from "./answers/messages.ts";
import { MONEY_ANSWERS } from "./answers/money.ts";
import { REPORTS_ANSWERS } from "./answers/reports.ts";
import { SEGMENTS_ANSWERS } from "./answers/segments.ts";
import { SETTINGS_ANSWERS } from "./answers/settings.ts";

/*
 * What programs may rely on: every field of every answer, whether it may be null, and its unit in its name. A field that
 * is there in one answer of a verb is there in all of them, unless it is marked; a field more or less fails.
 */

<<<<<<< HEAD
=======
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

>>>>>>> fb3cc6a
/** The answer to each verb with `--json`. */
export const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  ...CALENDAR_ANSWERS,
  ...CATALOG_ANSWERS,
  ...BOOKINGS_ANSWERS,
  ...CLIENTS_ANSWERS,
  ...MESSAGES_ANSWERS,
  ...MONEY_ANSWERS,
  ...SEGMENTS_ANSWERS,
  ...SETTINGS_ANSWERS,
  ...REPORTS_ANSWERS,
  ...MACHINE_ANSWERS,
};
