import { describe, expect, it } from "vitest";
import type { BookingState } from "../../../../src/core/booking/model.ts";
import {
  type Settlement,
  type SettlementFacts,
  settle,
} from "../../../../src/core/booking/rules/settlement.ts";

const facts = (changed: Partial<SettlementFacts> = {}): SettlementFacts => ({
  bookingState: "held",
  endedReason: undefined,
  isOverdue: false,
  isAbandoned: false,
  isReplacedOver: false,
  isBeingConfirmed: false,
  canBeMadeAnew: false,
  ...changed,
});

const inWords = (fate: Settlement): string => (fate.fate === "give_back" ? `back: ${fate.why}` : fate.fate);

describe("PY-3: the fate of money that arrived", () => {
  it.each<[string, Partial<SettlementFacts>, string]>([
    ["for a live hold", {}, "keep"],
    [
      "for a live hold that was to replace a booking which is over (CX-7)",
      { isReplacedOver: true },
      "back: given_up",
    ],
    ["for a live hold, were it possible to make it anew too", { canBeMadeAnew: true }, "keep"],
    ["for a hold overdue but not yet written down", { isOverdue: true, canBeMadeAnew: true }, "revive"],
    ["for such a hold whose slots are gone", { isOverdue: true }, "back: too_late"],
    ["for an expired hold that can be made anew", { bookingState: "expired", canBeMadeAnew: true }, "revive"],
    ["for an expired hold that cannot", { bookingState: "expired" }, "back: too_late"],
    [
      "for a hold that ran out unpaid",
      { bookingState: "expired", endedReason: "unpaid", canBeMadeAnew: true },
      "revive",
    ],
    [
      "for a hold that the client gave up, though its slots are free",
      { bookingState: "expired", endedReason: "given_up", canBeMadeAnew: true },
      "back: given_up",
    ],
    [
      "for a hold that staff took away, though its slots are free",
      { bookingState: "expired", endedReason: "dropped", canBeMadeAnew: true },
      "back: given_up",
    ],
    ["for a payment that was abandoned while the hold lives", { isAbandoned: true }, "back: abandoned"],
    [
      "for a payment that was abandoned and a hold that could be made anew",
      { bookingState: "expired", isAbandoned: true, canBeMadeAnew: true },
      "back: abandoned",
    ],
    ["for the very capture that is awaited", { bookingState: "confirming", isBeingConfirmed: true }, "keep"],
    [
      "for that capture, though the payment was abandoned in between",
      { bookingState: "confirming", isBeingConfirmed: true, isAbandoned: true },
      "keep",
    ],
    ["for a second payment while the first is captured", { bookingState: "confirming" }, "back: double"],
    ["for a second payment of a paid booking", { bookingState: "confirmed" }, "back: double"],
    ["for a booking that was cancelled", { bookingState: "cancelled", canBeMadeAnew: true }, "back: double"],
  ])("%s", (_, changed, expected) => {
    expect(inWords(settle(facts(changed)))).toBe(expected);
  });
});

describe("whatever the situation", () => {
  const STATES: readonly BookingState[] = [
    "held",
    "confirming",
    "confirmed",
    "completed",
    "no_show",
    "expired",
    "cancelled",
    "moved",
  ];
  const YES_NO = [true, false];
  const everything: readonly SettlementFacts[] = STATES.flatMap((bookingState) =>
    [undefined, "unpaid", "given_up", "dropped", "capture_refused"].flatMap((endedReason) =>
      YES_NO.flatMap((isOverdue) =>
        YES_NO.flatMap((isAbandoned) =>
          YES_NO.flatMap((isBeingConfirmed) =>
            YES_NO.flatMap((canBeMadeAnew) =>
              YES_NO.map((isReplacedOver) => ({
                bookingState,
                endedReason,
                isOverdue,
                isAbandoned,
                isReplacedOver,
                isBeingConfirmed,
                canBeMadeAnew,
              })),
            ),
          ),
        ),
      ),
    ),
  );
  const withFate = (fate: Settlement["fate"]) => everything.filter((one) => settle(one).fate === fate);

  it("money is kept only by a hold in its time and by the capture that is awaited", () => {
    const kept = withFate("keep");
    expect(kept.length).toBeGreaterThan(0);
    for (const one of kept) {
      const isUnwanted = one.isAbandoned || one.isReplacedOver;
      const isInTime = one.bookingState === "held" && !one.isOverdue && !isUnwanted;
      expect(isInTime || (one.bookingState === "confirming" && one.isBeingConfirmed)).toBe(true);
    }
  });

  it("a hold is made anew only if it can be, its time was over and the client gave nothing up", () => {
    const revived = withFate("revive");
    expect(revived.length).toBeGreaterThan(0);
    for (const one of revived) {
      const isOver = one.bookingState === "expired" || (one.bookingState === "held" && one.isOverdue);
      expect(isOver && one.canBeMadeAnew && !one.isAbandoned).toBe(true);
      expect(one.bookingState === "expired" && ["given_up", "dropped"].includes(one.endedReason ?? "")).toBe(
        false,
      );
    }
  });

  it("a booking that is paid, visited or over takes no money", () => {
    const over = everything.filter((one) => !["held", "confirming", "expired"].includes(one.bookingState));
    expect(over.length).toBeGreaterThan(0);
    for (const one of over) expect(settle(one).fate).toBe("give_back");
  });
});
