import { expect, it } from "vitest";
import { done, type Outcome, refuse } from "../../../src/core/kernel/outcome.ts";

it("a value is done, whatever it is", () => {
  expect(done(undefined)).toEqual({ ok: true, value: undefined });
  expect(done(false)).toEqual({ ok: true, value: false });
});

it("a refusal names its reason and carries what its sentence needs", () => {
  const possibleAt = new Date("2026-12-01T12:00:00Z");
  expect(refuse("too_soon", { possibleAt })).toEqual({
    ok: false,
    refusal: "too_soon",
    detail: { possibleAt },
  });
  expect(refuse("slot_taken")).toEqual({ ok: false, refusal: "slot_taken", detail: {} });
});

it("`ok` tells the two apart for the types too", () => {
  const words = (outcome: Outcome<number, "none_left">): string =>
    outcome.ok ? outcome.value.toFixed(1) : outcome.refusal;
  expect([words(done(2)), words(refuse("none_left"))]).toEqual(["2.0", "none_left"]);
});
