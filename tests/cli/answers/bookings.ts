import { z } from "zod";
import { WAIT_END_WORDS, WAIT_STATE_WORDS } from "../../../src/core/booking/index.ts";
import { count, day, id, moment, oneOf, page, text, whole, words } from "./kit.ts";
import { booking, bulk, payment, receipt, telling } from "./shapes.ts";

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

const told = booking.extend(telling);

export const BOOKINGS_ANSWERS = {
  "bookings list": page(booking),
  "bookings show": booking.extend({
    ...{
      note: text,
      rebookPoints: count,
      takenBackPoints: count,
      penaltyPoints: count,
      payments: z.array(payment),
    },
    closingReceipts: z.array(receipt),
  }),
  "bookings book": booking.extend({ payUrl: z.url().nullable() }),
  "bookings pay-link": z.strictObject({
    ...{ bookingId: id, number: whole, payUrl: z.url(), payUntil: moment, amountKopecks: count },
  }),
  "bookings cancel": told.extend({ isRepeated: z.boolean(), effect: cancellation.optional() }),
  "bookings confirm": told,
  "bookings move": told,
  "bookings link": told,
  "bookings complete": booking.extend({ effect: mark.optional() }),
  "bookings no-show": booking.extend({ effect: mark.optional() }),
  "bookings take": booking.extend({ paymentId: id }),
  "bookings refund": told.extend({ requestId: id, refundKopecks: count }),
  "bookings import": z.strictObject({
    ...bulk,
    booked: count,
    repeated: count,
    repeatedInFile: count,
    slotsMade: count,
  }),
  "waitlist list": page(wait),
  "waitlist add": wait,
  "waitlist remove": wait,
} satisfies Readonly<Record<string, z.ZodType>>;
