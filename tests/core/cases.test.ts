import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cancellationResult } from "../../src/core/booking/rules/cancellation.ts";
import { cardFloor, splitPayment } from "../../src/core/booking/rules/payment-split.ts";
import { freezeTerms } from "../../src/core/booking/terms.ts";
import { type Kopecks, kopecks, percent } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import { earnedPoints } from "../../src/core/loyalty/rules/earning.ts";
import { penaltyPoints } from "../../src/core/loyalty/rules/penalty.ts";
import { spendingLimit } from "../../src/core/loyalty/rules/spending.ts";
import { plannedReminders } from "../../src/core/notifications/rules/reminders.ts";
import { blockAfterNoShow } from "../../src/core/people/rules/standing.ts";
import {
  DEFAULTS,
  definitionOf,
  isSettingKey,
  type Settings,
  settingsFrom,
} from "../../src/core/settings/index.ts";

const amount = z.int().min(0).transform(kopecks);
const pointsNumber = z.int().transform(points);
const instant = z.iso.datetime().transform((written) => new Date(written));
const slot = z.enum(["regular", "hot", "online"]);

/** What every case may say; anything unknown in the file fails, so that nothing in it is passed over. */
const common = {
  rule: z.string().regex(/^[A-Z]{2}-\d+$/),
  note: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
};

const CASES = z.strictObject({
  about: z.string(),
  price: z.array(
    z.strictObject({
      ...common,
      service: amount,
      slot,
      slotDiscountPercent: z.int().transform(percent).optional(),
      friendFirstVisit: z.boolean(),
      discount: amount,
      price: amount,
    }),
  ),
  redeem: z.array(
    z.strictObject({
      ...common,
      price: amount,
      slot,
      balance: pointsNumber,
      lastRedemption: instant.nullable(),
      now: instant,
      max: pointsNumber,
    }),
  ),
  payNow: z.array(
    z.strictObject({
      ...common,
      policy: z.enum(["full", "prepay", "onSite"]),
      prepay: amount.optional(),
      price: amount,
      slot,
      points: pointsNumber,
      choice: z.enum(["prepayment", "all"]).optional(),
      payNow: amount,
      onSpot: amount,
    }),
  ),
  cancel: z.array(
    z.strictObject({
      ...common,
      by: z.literal("business").optional(),
      startsAt: instant,
      confirmedAt: instant,
      cancelledAt: instant,
      slot,
      price: amount,
      paid: amount,
      points: pointsNumber,
      late: z.boolean(),
      refund: amount,
      pointsBack: pointsNumber,
      penalty: pointsNumber,
    }),
  ),
  penalty: z.array(
    z.strictObject({
      ...common,
      price: amount,
      balance: pointsNumber,
      charged: pointsNumber,
      balanceAfter: pointsNumber,
    }),
  ),
  block: z.array(
    z.strictObject({
      ...common,
      previousNoShowsStartedAt: z.array(instant),
      visitStartsAt: instant,
      markedAt: instant,
      blockedUntil: instant.nullable(),
    }),
  ),
  earn: z.array(
    z.strictObject({
      ...common,
      price: amount,
      previousVisitBeganAt: instant.optional(),
      previousVisitEndedAt: instant.nullable(),
      bookedAt: instant,
      points: pointsNumber,
      rebook: pointsNumber,
    }),
  ),
  reminders: z.array(
    z.strictObject({ ...common, bookedAt: instant, startsAt: instant, dueAt: z.array(instant) }),
  ),
});

const file = path.resolve(import.meta.dirname, "../cases/rules.json");
const cases = CASES.parse(JSON.parse(readFileSync(file, "utf8")));

/** The product's settings with a case's own; one that the product does not know, or would not take, fails. */
function settingsOf(one: { readonly settings?: Readonly<Record<string, unknown>> | undefined }): Settings {
  const changed = one.settings ?? {};
  for (const [key, value] of Object.entries(changed)) {
    if (!isSettingKey(key)) throw new Error(`no setting ${key}`);
    expect(definitionOf(key).restore(value)).toEqual(value);
  }
  return settingsFrom(changed);
}

/** The terms that a booking of a service at this price would freeze. */
const termsOf = (
  one: {
    readonly settings?: Readonly<Record<string, unknown>> | undefined;
    readonly slot: z.infer<typeof slot>;
    readonly slotDiscountPercent?: ReturnType<typeof percent> | undefined;
    readonly friendFirstVisit?: boolean;
    readonly policy?: "full" | "prepay" | "onSite";
    readonly prepay?: Kopecks | undefined;
  },
  listPrice: Kopecks,
) =>
  freezeTerms(
    {
      service: { policy: one.policy ?? "full", prepayment: one.prepay ?? kopecks(0) },
      listPrice,
      slot: { kind: one.slot, discountPercent: one.slotDiscountPercent },
      isFriendFirstVisit: one.friendFirstVisit ?? false,
      arePaymentsOn: true,
    },
    settingsOf(one),
  );

/** Which words of which case were read by the test that runs it. */
const read = new Map<object, Set<string>>();

function noting<T extends object>(one: T): T {
  const words = new Set<string>();
  read.set(one, words);
  const get = (_: T, word: string | symbol): unknown => {
    words.add(String(word));
    return Reflect.get(one, word);
  };
  return new Proxy(one, { get });
}

/** The rule's id and a remark are for people; every other word of a case has to count. */
const unread = (one: object): readonly string[] =>
  Object.keys(one).filter((word) => word !== "rule" && word !== "note" && !read.get(one)?.has(word));

/** Cases with a title of their own: the rule, and which of the list it is. */
const titled = <T extends { readonly rule: string }>(list: readonly T[]): readonly (readonly [string, T])[] =>
  list.map((one, index) => [`${one.rule}, case ${index + 1}`, noting(one)]);

describe("price", () => {
  it.each(titled(cases.price))("%s", (_, one) => {
    expect(termsOf(one, one.service)).toMatchObject({ discount: one.discount, price: one.price });
  });
});

describe("points that may be redeemed", () => {
  it.each(titled(cases.redeem))("%s", (_, one) => {
    const settings = settingsOf(one);
    const limit = spendingLimit(
      {
        price: one.price,
        cardFloor: cardFloor(termsOf(one, one.price)),
        available: one.balance,
        lastRedemptionAt: one.lastRedemption ?? undefined,
        now: one.now,
      },
      {
        maxSharePercent: settings["points.maxSharePercent"],
        redeemEveryDays: settings["points.redeemEveryDays"],
      },
    );
    expect(limit.max).toBe(one.max);
  });
});

describe("what is paid now, and what on the spot", () => {
  it.each(titled(cases.payNow))("%s", (_, one) => {
    const frozen = termsOf(one, one.price);
    const split = splitPayment({
      price: one.price,
      points: one.points,
      frozen: { policy: frozen.policy, prepayment: frozen.prepayment },
      choice: one.choice ?? "prepayment",
    });
    expect(split).toEqual({ payNow: one.payNow, onSpot: one.onSpot });
  });
});

describe("what a cancellation gives back and costs", () => {
  it.each(titled(cases.cancel))("%s", (_, one) => {
    const { startsAt, confirmedAt, cancelledAt, price, paid } = one;
    const frozen = termsOf(one, price);
    const isHot = one.slot === "hot";
    const result = cancellationResult(
      { by: one.by ?? "client", startsAt, confirmedAt, cancelledAt, isHot, price, paid, points: one.points },
      {
        lateHours: frozen.cancelLateHours,
        graceMinutes: frozen.cancelGraceMinutes,
        penaltyPercent: frozen.penaltyPercent,
        keepsPrepayment: frozen.keepsPrepayment,
        prepayment: frozen.prepayment,
      },
    );
    expect(result).toMatchObject({
      isLate: one.late,
      refund: one.refund,
      pointsBack: one.pointsBack,
      penalty: one.penalty,
    });
  });
});

describe("what of a penalty is charged", () => {
  it.each(titled(cases.penalty))("%s", (_, one) => {
    const settings = settingsOf(one);
    const charged = penaltyPoints(
      { price: one.price, balance: one.balance },
      { percent: settings["penalty.percent"], allowDebt: settings["penalty.allowDebt"] },
    );
    expect([charged, one.balance - charged]).toEqual([one.charged, one.balanceAfter]);
  });
});

describe("a block after a no-show", () => {
  it.each(titled(cases.block))("%s", (_, one) => {
    const settings = settingsOf(one);
    const blockedUntil = blockAfterNoShow(
      {
        otherNoShowsStartedAt: one.previousNoShowsStartedAt,
        visitStartsAt: one.visitStartsAt,
        markedAt: one.markedAt,
        isVip: false,
      },
      { periodDays: settings["noShow.periodDays"], blockDays: settings["noShow.blockDays"] },
    );
    expect(blockedUntil ?? null).toEqual(one.blockedUntil);
  });
});

describe("what a completed visit earns", () => {
  it.each(titled(cases.earn))("%s", (_, one) => {
    const settings = settingsOf(one);
    const { previousVisitBeganAt: beganAt, previousVisitEndedAt: endedAt } = one;
    expect(beganAt === undefined).toBe(endedAt === null);
    const earned = earnedPoints(
      {
        price: one.price,
        points: points(0),
        bookedAt: one.bookedAt,
        previousVisit: beganAt && endedAt ? { beganAt, endedAt } : undefined,
      },
      {
        accrualPercent: settings["points.accrualPercent"],
        accrualBase: settings["points.accrualBase"],
        rebookPercent: settings["points.rebookPercent"],
        rebookDays: settings["points.rebookDays"],
      },
    );
    expect(earned).toEqual({ visit: one.points, rebook: one.rebook });
  });
});

describe("when reminders are due", () => {
  it.each(titled(cases.reminders))("%s", (_, one) => {
    const { bookedAt, startsAt } = one;
    const planned = plannedReminders({ bookedAt, startsAt }, settingsOf(one)["reminders.hours"]);
    expect(planned.map(({ dueAt }) => dueAt)).toEqual(one.dueAt);
  });
});

describe("the cases are all run, as they are written", () => {
  it("no part of the file is empty", () => {
    const { about: _, ...parts } = cases;
    for (const part of Object.values(parts)) expect(part.length).toBeGreaterThan(0);
  });

  it("every case was run, and each of its words was read", () => {
    const { about: _, ...parts } = cases;
    const all: readonly object[] = Object.values(parts).flat();
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((one) => unread(one).length > 0)).toEqual([]);
  });

  it("one that was not run, or a word that was not read, would be noticed", () => {
    const planted = { rule: "PR-1", service: 1, price: 1 };
    expect(unread(planted)).toEqual(["service", "price"]);
    expect(noting(planted).price).toBe(1);
    expect(unread(planted)).toEqual(["service"]);
  });

  it("a part that nobody runs, or a word that nobody reads, would be noticed", () => {
    const written: unknown = JSON.parse(readFileSync(file, "utf8"));
    const changed = { ...z.record(z.string(), z.unknown()).parse(written), tips: [] };
    expect(CASES.safeParse(written).success).toBe(true);
    expect(CASES.safeParse(changed).success).toBe(false);
    const [first] = z.object({ price: z.array(z.record(z.string(), z.unknown())) }).parse(written).price;
    const isRead = (one: unknown) => CASES.shape.price.safeParse([one]).success;
    expect([isRead(first), isRead({ ...first, slotDiscount: 5 })]).toEqual([true, false]);
  });

  it("a case's own settings count, and one that the product does not know fails", () => {
    expect(settingsOf({ settings: { "penalty.allowDebt": false } })).toEqual({
      ...DEFAULTS,
      "penalty.allowDebt": false,
    });
    expect(() => settingsOf({ settings: { "penalty.allowDebts": false } })).toThrow("no setting");
    expect(() => settingsOf({ settings: { "penalty.percent": 101 } })).toThrow();
  });
});
