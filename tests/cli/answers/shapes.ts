import { z } from "zod";
import {
  BOOKING_STATE_WORDS,
  ENDED_REASON_WORDS,
  PAYMENT_POLICY_WORDS,
} from "../../../src/core/booking/index.ts";
import { SLOT_KINDS } from "../../../src/core/calendar/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  REFUND_STATE_WORDS,
} from "../../../src/core/payments/index.ts";
import { count, day, id, moment, oneOf, text, whole, words } from "./kit.ts";

export const bookingState = oneOf(BOOKING_STATE_WORDS);

export const booking = z.strictObject({
  ...{ id, number: whole, state: bookingState, day, startsAt: moment, endsAt: moment },
  ...{ clientId: id, clientName: words, serviceId: id, serviceName: words },
  ...{ serviceKind: z.enum(["in_person", "online"]), specialistId: id, specialistName: words },
  ...{ slotKind: z.enum(SLOT_KINDS), slotIds: z.array(id), madeBy: z.enum(["client", "staff"]) },
  ...{ meetingUrl: z.url().nullable(), listPriceKopecks: count, hotDiscountKopecks: count },
  ...{ friendDiscountKopecks: count, discountKopecks: count, priceKopecks: count, points: count },
  // Of a hot slot the policy is its own (PY-2).
  ...{ policy: oneOf(PAYMENT_POLICY_WORDS).or(z.literal("hot")), prepaymentKopecks: count },
  ...{ payChoice: z.enum(["prepayment", "all"]), payNowKopecks: count, onSpotKopecks: count },
  ...{
    receivedKopecks: count,
    paidKopecks: count,
    refundedKopecks: count,
    takenOnSpotKopecks: count,
    owedOnSpotKopecks: count,
  },
  ...{ takableOnSpotKopecks: count, tipsKopecks: count, willEarnPoints: count, createdAt: moment },
  ...{ heldUntil: moment.nullable(), confirmedAt: moment.nullable(), promisedAt: moment.nullable() },
  ...{ endedAt: moment.nullable(), endedReason: oneOf(ENDED_REASON_WORDS).nullable() },
  ...{ replacesId: id.nullable(), movedToId: id.nullable() },
});

export const payment = z.strictObject({
  ...{ id, kind: oneOf(PAYMENT_KIND_WORDS), method: oneOf(PAYMENT_METHOD_WORDS), takenBy: words.nullable() },
  ...{ state: oneOf(PAYMENT_STATE_WORDS), amountKopecks: count, capturedKopecks: count },
  ...{ refundedKopecks: count, createdAt: moment, endedReason: text.nullable(), isLetGo: z.boolean() },
});

export const receipt = z.strictObject({
  ...{ id, paymentId: id, state: oneOf(REFUND_STATE_WORDS), amountKopecks: count, createdAt: moment },
  ...{ endedAt: moment.nullable(), endedReason: text.nullable() },
});

export const bulk = { rows: count, isDryRun: z.boolean(), ignoredColumns: z.array(words) };

/** A condition, or others joined; what each fact takes is the rule's to say (`segments facts`). */
export const definition: z.ZodType = z.lazy(() =>
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

export const segmentClient = z.strictObject({ id, name: words, phone: words.nullable() });

export const waiting = z.strictObject({
  kind: z.enum(["payment", "refund", "refused_refund", "on_spot_refund", "overdue_hold"]),
  state: z.union([oneOf(PAYMENT_STATE_WORDS), oneOf(REFUND_STATE_WORDS), bookingState]),
  ...{ id, bookingId: id, bookingNumber: whole, amountKopecks: count, since: moment, ageMinutes: count },
  ...{ needsPerson: z.boolean(), isLetGo: z.boolean() },
});

/** Who tells the client of what was done: the bot, or the operator. */
export const telling = { isToldByBot: z.boolean(), phoneToTell: words.nullable() };
