import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SlotKind } from "../../../../src/core/calendar/model.ts";
import {
  fittingChains,
  isInReach,
  kindsFor,
  type OfferedSlot,
  type OfferTerms,
} from "../../../../src/core/calendar/rules/offer.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";
import { durationMinutes } from "../../../../src/core/kernel/interval.ts";
import { isRefuted } from "../../kernel/arbitraries.ts";

const NOW = new Date("2026-12-01T07:00:00Z");

/** A slot so many minutes after now. */
const slot = (
  from: number,
  to: number,
  kind: SlotKind = "regular",
  discountPercent?: number,
): OfferedSlot => ({
  startsAt: minutesAfter(NOW, from),
  endsAt: minutesAfter(NOW, to),
  kind,
  discountPercent,
});

const terms = (changed: Partial<OfferTerms> = {}): OfferTerms => ({
  serviceKind: "in_person",
  durationMinutes: 60,
  minLeadMinutes: 30,
  isHotOffered: true,
  hotPercent: 20,
  now: NOW,
  ...changed,
});

it.each([
  ["in_person", true, ["regular", "hot"]],
  ["in_person", false, ["regular"]],
  ["online", true, ["online"]],
  ["online", false, ["online"]],
] as const)(
  "SL-2: a service that is %s, hot ones offered: %s, takes %j",
  (serviceKind, isHotOffered, expected) => {
    expect(kindsFor(serviceKind, isHotOffered)).toEqual(expected);
  },
);

describe("SL-4: a slot is bookable while it starts later than now and the lead time", () => {
  const MOMENT = 1 / 60_000;
  it.each<[SlotKind, string, number, boolean]>([
    ["regular", "a moment before", 30 - MOMENT, false],
    ["regular", "exactly at", 30, false],
    ["regular", "a moment after", 30 + MOMENT, true],
    ["online", "exactly at", 30, false],
    ["online", "a moment after", 30 + MOMENT, true],
    ["hot", "long before", 10, true],
    ["hot", "a moment after now", MOMENT, true],
    ["hot", "now", 0, false],
    ["hot", "a moment ago", -MOMENT, false],
  ])("%s, %s the lead", (kind, _, from, expected) => {
    expect(isInReach(slot(from, from + 60, kind), terms())).toBe(expected);
  });

  it("with no lead time, later than now is enough and now is not", () => {
    expect(isInReach(slot(0, 60), terms({ minLeadMinutes: 0 }))).toBe(false);
    expect(isInReach(slot(MOMENT, 60), terms({ minLeadMinutes: 0 }))).toBe(true);
  });
});

describe("SL-2: a service begins where a chain covers its duration", () => {
  const chains = (slots: readonly OfferedSlot[], changed: Partial<OfferTerms> = {}) =>
    fittingChains(slots, terms(changed)).map(({ first, count }) => [first, count]);

  it.each<[string, OfferedSlot[], Partial<OfferTerms>, number[][]]>([
    ["nothing free", [], {}, []],
    ["one slot just as long", [slot(60, 120)], {}, [[0, 1]]],
    ["one slot longer than needed", [slot(60, 150)], {}, [[0, 1]]],
    ["one slot a minute short", [slot(60, 119)], {}, []],
    ["two adjacent slots, the second starting nothing", [slot(60, 90), slot(90, 120)], {}, [[0, 2]]],
    [
      "three in a row, no slot of which is wasted",
      [slot(60, 90), slot(90, 120), slot(120, 150)],
      {},
      [
        [0, 2],
        [1, 2],
      ],
    ],
    [
      "a duration that ends within the last slot",
      [slot(60, 90), slot(90, 120)],
      { durationMinutes: 31 },
      [[0, 2]],
    ],
    ["a gap of a minute", [slot(60, 90), slot(91, 130)], {}, []],
    ["adjacent slots of two kinds", [slot(60, 90), slot(90, 120, "hot")], {}, []],
    ["adjacent hot slots of two percentages", [slot(60, 90, "hot", 20), slot(90, 120, "hot", 30)], {}, []],
    [
      "adjacent hot slots, one with the usual percentage as its own",
      [slot(60, 90, "hot"), slot(90, 120, "hot", 20)],
      {},
      [[0, 2]],
    ],
    [
      "adjacent hot slots, one with a percentage that is usual no longer",
      [slot(60, 90, "hot"), slot(90, 120, "hot", 20)],
      { hotPercent: 25 },
      [],
    ],
    [
      "adjacent hot slots of one percentage",
      [slot(60, 90, "hot", 30), slot(90, 120, "hot", 30)],
      {},
      [[0, 2]],
    ],
    [
      "a change of kind behind the end",
      [slot(60, 120), slot(120, 180, "hot")],
      {},
      [
        [0, 1],
        [1, 1],
      ],
    ],
    [
      "hot slots while they are not offered",
      [slot(60, 120, "hot"), slot(120, 180)],
      { isHotOffered: false },
      [[1, 1]],
    ],
    ["an online slot for a visit in person", [slot(60, 120, "online")], {}, []],
    [
      "only online slots for an online service",
      [slot(60, 120), slot(120, 180, "hot"), slot(180, 240, "online")],
      { serviceKind: "online" },
      [[2, 1]],
    ],
    ["a slot within the lead time, and the one after", [slot(30, 90), slot(90, 150)], {}, [[1, 1]]],
    ["a hot slot within the lead time", [slot(5, 65, "hot")], {}, [[0, 1]]],
  ])("%s", (_, slots, changed, expected) => {
    expect(chains(slots, changed)).toEqual(expected);
  });

  const anySlots = fc
    .array(
      fc.record({
        gap: fc.constantFrom(0, 0, 0, 5),
        length: fc.constantFrom(15, 20, 30, 60),
        kind: fc.constantFrom<SlotKind>("regular", "regular", "hot", "online"),
        discountPercent: fc.constantFrom(undefined, 20, 30),
      }),
      { maxLength: 12 },
    )
    .map((parts) => {
      let clock = -30;
      return parts.map(({ gap, length, kind, discountPercent }) => {
        const made = slot(
          clock + gap,
          clock + gap + length,
          kind,
          kind === "hot" ? discountPercent : undefined,
        );
        clock += gap + length;
        return made;
      });
    });
  const anyTerms = fc
    .record({
      serviceKind: fc.constantFrom<OfferTerms["serviceKind"]>("in_person", "online"),
      durationMinutes: fc.constantFrom(5, 15, 30, 45, 60, 90),
      minLeadMinutes: fc.constantFrom(0, 30, 60),
      isHotOffered: fc.boolean(),
      hotPercent: fc.constantFrom(20, 25),
    })
    .map(terms);
  type Rule = typeof fittingChains;

  const isFitting = (chain: readonly OfferedSlot[], wanted: OfferTerms): boolean => {
    const [head] = chain;
    return (
      head !== undefined &&
      kindsFor(wanted.serviceKind, wanted.isHotOffered).includes(head.kind) &&
      isInReach(head, wanted) &&
      chain.every((one, index) => {
        const before = chain[index - 1];
        const isAdjacent = before === undefined || before.endsAt.getTime() === one.startsAt.getTime();
        const costsAlike =
          (one.discountPercent ?? wanted.hotPercent) === (head.discountPercent ?? wanted.hotPercent);
        return isAdjacent && one.kind === head.kind && costsAlike;
      }) &&
      chain.reduce((total, one) => total + durationMinutes(one), 0) >= wanted.durationMinutes
    );
  };

  const offersJustWhatFits = (rule: Rule) =>
    fc.property(anySlots, anyTerms, (slots, wanted) => {
      const expected = slots.flatMap((_, first) => {
        const counts = slots.map((__, index) => index + 1).filter((count) => first + count <= slots.length);
        const count = counts.find((length) => isFitting(slots.slice(first, first + length), wanted));
        return count === undefined ? [] : [{ first, count }];
      });
      expect(rule(slots, wanted)).toEqual(expected);
    });

  it("every offered chain is of adjacent slots of one kind and percentage that cover the duration, no more than it takes, and every such chain is offered", () => {
    fc.assert(offersJustWhatFits(fittingChains), { numRuns: 500 });
  });

  it("would be noticed if gaps, kinds, percentages or the lead were overlooked", () => {
    const blind =
      (forget: (one: OfferedSlot) => Partial<OfferedSlot>, changed: Partial<OfferTerms> = {}): Rule =>
      (slots, wanted) =>
        fittingChains(
          slots.map((one) => ({ ...one, ...forget(one) })),
          { ...wanted, ...changed },
        );
    expect(isRefuted(offersJustWhatFits(blind(() => ({ discountPercent: undefined }))))).toBe(true);
    expect(isRefuted(offersJustWhatFits(blind(() => ({ kind: "regular" }))))).toBe(true);
    expect(isRefuted(offersJustWhatFits(blind(() => ({}), { minLeadMinutes: 0 })))).toBe(true);
    expect(isRefuted(offersJustWhatFits(blind(({ endsAt }) => ({ endsAt: minutesAfter(endsAt, 5) }))))).toBe(
      true,
    );
  });
});
