import { describe, expect, it } from "vitest";
import { isTalking, mayWriteMore } from "../../../../src/core/notifications/rules/answering.ts";

const SAID = new Date("2026-11-20T09:00:00Z");

describe("words that nobody asked for (PE-5)", () => {
  it.each([
    ["2026-11-20T09:00:00Z", true],
    ["2026-11-27T08:59:59.999Z", true],
    ["2026-11-27T09:00:00Z", true],
    ["2026-11-27T09:00:00.001Z", false],
  ])("at %s belong to a talk of the 20th: %s", (now, expected) => {
    expect(isTalking(SAID, new Date(now))).toBe(expected);
  });

  it("belong to no talk where there was none", () => {
    expect(isTalking(undefined, SAID)).toBe(false);
  });

  it.each([
    [0, true],
    [19, true],
    [20, false],
  ])("reach staff after %i within the hour: %s", (said, expected) => {
    expect(mayWriteMore(said)).toBe(expected);
  });
});
