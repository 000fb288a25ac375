import { z } from "zod";
import { FATES, OPERATION_KINDS, TOTALS_BY } from "../../../src/core/reports/index.ts";
import { count, day, id, list, moment, page, text, whole, words } from "./kit.ts";
import { waiting } from "./shapes.ts";

const sums = {
  ...{
    operations: count,
    moneyOperations: count,
    pointsOperations: count,
    revenueKopecks: whole,
    onlineKopecks: whole,
    cashKopecks: whole,
    terminalKopecks: whole,
    transferKopecks: whole,
  },
  ...{ refundedKopecks: whole, feeKopecks: whole, feeUnknownKopecks: whole, netKopecks: whole },
  ...{ tipsKopecks: whole, tipsFeeKopecks: whole, keptKopecks: whole, refundsWaitingKopecks: whole },
  ...{
    refundsRefusedKopecks: whole,
    paymentsWaitingKopecks: whole,
    pointsGiven: whole,
    pointsTakenBack: whole,
  },
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

export const REPORTS_ANSWERS = {
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
  "report messages": summary({
    ...{ messages: count, sent: count, queued: count, skipped: count, unreached: count, failed: count },
  }),
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
} satisfies Readonly<Record<string, z.ZodType>>;
