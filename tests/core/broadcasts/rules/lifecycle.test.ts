import { describe, expect, it } from "vitest";
import type { BroadcastState } from "../../../../src/core/broadcasts/model.ts";
import { checkChange, type Step, takeStep } from "../../../../src/core/broadcasts/rules/lifecycle.ts";

const STATES: readonly BroadcastState[] = ["draft", "scheduled", "running", "paused", "done", "cancelled"];

/** Where each step leads from each state; `=`: it is there already; in brackets, why not. */
const TABLE: Readonly<Record<Step, readonly string[]>> = {
  start: ["running", "running", "=", "(broadcast_started)", "(broadcast_over)", "(broadcast_over)"],
  schedule: [
    "scheduled",
    "scheduled",
    "(broadcast_started)",
    "(broadcast_started)",
    "(broadcast_over)",
    "(broadcast_over)",
  ],
  pause: [
    "(broadcast_not_started)",
    "(broadcast_not_started)",
    "paused",
    "=",
    "(broadcast_over)",
    "(broadcast_over)",
  ],
  resume: [
    "(broadcast_not_started)",
    "(broadcast_not_started)",
    "=",
    "running",
    "(broadcast_over)",
    "(broadcast_over)",
  ],
  cancel: ["cancelled", "cancelled", "cancelled", "cancelled", "(broadcast_over)", "="],
};

function shown(state: BroadcastState, step: Step): string {
  const result = takeStep(state, step);
  if (!result.ok) return `(${result.refusal})`;
  return "already" in result.value ? "=" : result.value.becomes;
}

describe("the life of a broadcast (MS-3)", () => {
  it.each(Object.entries(TABLE))("%s", (step, expected) => {
    expect(STATES.map((state) => shown(state, step as Step))).toEqual(expected);
  });

  it("ends for good: from what is over no step leads anywhere", () => {
    for (const state of ["done", "cancelled"] as const) {
      for (const step of Object.keys(TABLE) as Step[]) {
        const result = takeStep(state, step);
        expect(result.ok && "becomes" in result.value).toBe(false);
      }
    }
  });

  it("may be changed until it starts", () => {
    const answers = STATES.map((state) => checkChange(state)).map((change) => change.ok || change.refusal);
    expect(answers).toEqual([
      true,
      true,
      "broadcast_started",
      "broadcast_started",
      "broadcast_over",
      "broadcast_over",
    ]);
  });
});
