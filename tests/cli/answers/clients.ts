import { z } from "zod";
import { WAIT_STATE_WORDS } from "../../../src/core/booking/index.ts";
import { POINT_KIND_WORDS } from "../../../src/core/loyalty/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  REFUND_STATE_WORDS,
} from "../../../src/core/payments/index.ts";
import { count, day, id, list, moment, oneOf, page, text, whole, words } from "./kit.ts";
import { bookingState, bulk } from "./shapes.ts";

/** Without its year a birthday begins with a dash in its place. */
const birthday = z.union([day, z.string().regex(/^--\d\d-\d\d$/)]).nullable();

const client = z.strictObject({
  ...{ id, name: words, phone: words.nullable(), email: words.nullable(), telegramId: whole.nullable() },
  ...{ birthday, timeZone: words.nullable(), isErased: z.boolean(), referralCode: words },
  ...{ invitedById: id.nullable(), isVip: z.boolean(), pointsBalance: whole, createdAt: moment },
});

const listedClient = z.strictObject({
  ...{ id, name: words, phone: words.nullable(), email: words.nullable(), birthday },
  ...{ note: text, tags: z.array(words), points: whole, isVip: z.boolean(), isMarketing: z.boolean() },
  ...{ visits: count, lastVisitAt: moment.nullable(), createdAt: moment },
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
      ...{ refundedKopecks: count, createdAt: moment, endedAt: moment.nullable() },
      ...{ abandonedAt: moment.nullable() },
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

export const CLIENTS_ANSWERS = {
  "clients list": page(client),
  "clients show": clientCard,
  "clients add": client.extend({ isKnown: z.boolean() }),
  "clients name": z.strictObject({ clientId: id, name: words }),
  "clients email": z.strictObject({ clientId: id, email: words.nullable() }),
  "clients birthday": z.strictObject({ clientId: id, birthday }),
  "clients phone": z.strictObject({ clientId: id, phone: words }),
  "clients block": z.strictObject({ blockId: id, clientId: id, reason: words, endsAt: moment.nullable() }),
  "clients unblock": z.strictObject({ clientId: id, wasBlocked: z.boolean() }),
  "clients vip": z.strictObject({ clientId: id, isVip: z.boolean() }),
  "clients tag": z.strictObject({ clientId: id, tags: z.array(words) }),
  "clients note": z.union([page(note), z.strictObject({ noteId: id, clientId: id, text: words })]),
  // One client's data, or where it, or everybody's, was written.
  "clients export": z.union([
    clientFile,
    list(listedClient),
    z.strictObject({ file: words, clientId: id }),
    z.strictObject({ file: words, bytes: count }),
  ]),
  "clients erase": z.strictObject({ clientId: id, isErased: z.literal(true), isRepeated: z.boolean() }),
  "clients import": z.strictObject({
    ...bulk,
    ...{ entered: count, filled: count, unchanged: count, repeated: count, openings: count },
    ...{ balancesKept: count, points: whole, debtors: count, leftOut: count },
    rejected: z
      .strictObject({
        total: count,
        items: z.array(
          z.strictObject({ line: whole, column: text, given: z.string(), problem: words, expected: words }),
        ),
      })
      .optional(),
  }),
  "reviews list": page(
    z.strictObject({
      ...{ bookingId: id, bookingNumber: whole, clientId: id, clientName: words, specialistId: id },
      ...{ specialistName: words, serviceName: words, rating: z.int().min(1).max(5), words: text },
      ...{ createdAt: moment, changedAt: moment },
    }),
  ),
} satisfies Readonly<Record<string, z.ZodType>>;
