import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  judgeSending,
  needsConsent,
  type SendingFacts,
} from "../../../../src/core/broadcasts/rules/sending.ts";

const fine: SendingFacts = {
  kind: "marketing",
  state: "running",
  isMarketingOn: true,
  hasConsent: true,
  isErased: false,
};

describe("a broadcast's message at the moment of sending", () => {
  it.each<[string, Partial<SendingFacts>, string, string | undefined]>([
    ["wanted", {}, "send", undefined],
    ["with the switch off (MS-7)", { isMarketingOn: false }, "wait", "marketing_off"],
    [
      "informational with the switch off (MS-7)",
      { kind: "informational", isMarketingOn: false },
      "send",
      undefined,
    ],
    ["without consent (PE-1)", { hasConsent: false }, "skip", "no_consent"],
    ["hot without consent (MS-4)", { kind: "hot", hasConsent: false }, "skip", "no_consent"],
    ["informational without consent (MS-3)", { kind: "informational", hasConsent: false }, "send", undefined],
    ["of a paused one (MS-3)", { state: "paused" }, "wait", "broadcast_paused"],
    ["of a cancelled one (MS-3)", { state: "cancelled" }, "skip", "broadcast_cancelled"],
    ["to an erased client (PE-2)", { isErased: true }, "skip", "client_erased"],
  ])("%s", (_, over, verdict, reason) => {
    expect(judgeSending({ ...fine, ...over })).toEqual(
      reason === undefined ? { verdict } : { verdict, reason },
    );
  });

  const facts = fc.record<SendingFacts>({
    kind: fc.constantFrom("marketing", "informational", "hot"),
    state: fc.constantFrom("draft", "scheduled", "running", "paused", "done", "cancelled"),
    isMarketingOn: fc.boolean(),
    hasConsent: fc.boolean(),
    isErased: fc.boolean(),
  });

  it("MS-3, MS-7: nothing of a marketing kind goes out without consent, or with the switch off", () => {
    fc.assert(
      fc.property(facts, (given) => {
        if (judgeSending(given).verdict !== "send") return;
        expect(given).toMatchObject({ state: "running", isErased: false });
        if (needsConsent(given.kind)) expect(given).toMatchObject({ hasConsent: true, isMarketingOn: true });
      }),
    );
  });
});
