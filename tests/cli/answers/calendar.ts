import { z } from "zod";
import { SLOT_CHANGE_WORDS, SLOT_KINDS } from "../../../src/core/calendar/index.ts";
import { count, day, id, list, moment, oneOf, page, text, whole, words } from "./kit.ts";
import { bookingState } from "./shapes.ts";

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

export const CALENDAR_ANSWERS = {
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
} satisfies Readonly<Record<string, z.ZodType>>;
