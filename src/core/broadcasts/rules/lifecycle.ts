import { unreachable } from "../../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { BroadcastState } from "../model.ts";

export type Step = "start" | "schedule" | "pause" | "resume" | "cancel";

export type StepRefusal = "broadcast_over" | "broadcast_started" | "broadcast_not_started";

/** What a step makes of a broadcast; `already`: it is done, and nothing more happens. */
export type StepResult = { readonly becomes: BroadcastState } | { readonly already: BroadcastState };

const becomes = (state: BroadcastState): Outcome<StepResult, never> => done({ becomes: state });
const already = (state: BroadcastState): Outcome<StepResult, never> => done({ already: state });

/**
 * Where a step leads from a state, or why it may not be taken.
 *
 * A step whose end is reached already is no mistake: two who press «начать» at once started one broadcast. A scheduled
 * one may still be scheduled anew and started at once; one that is under way may only stop and go on.
 *
 * @source MS-3
 */
export function takeStep(state: BroadcastState, step: Step): Outcome<StepResult, StepRefusal> {
  const isWaiting = state === "draft" || state === "scheduled";
  const isOver = state === "done" || state === "cancelled";
  switch (step) {
    case "start":
      if (isWaiting) return becomes("running");
      return state === "running"
        ? already(state)
        : refuse(isOver ? "broadcast_over" : "broadcast_started", { state });
    case "schedule":
      return isWaiting
        ? becomes("scheduled")
        : refuse(isOver ? "broadcast_over" : "broadcast_started", { state });
    case "pause":
    case "resume": {
      if (isOver) return refuse("broadcast_over", { state });
      if (isWaiting) return refuse("broadcast_not_started", { state });
      const goal = step === "pause" ? "paused" : "running";
      return state === goal ? already(state) : becomes(goal);
    }
    case "cancel":
      if (state === "cancelled") return already(state);
      return state === "done" ? refuse("broadcast_over", { state }) : becomes("cancelled");
    default:
      return unreachable(step);
  }
}

/** Whether what is said, and to whom, may still be changed: until it starts. */
export function checkChange(
  state: BroadcastState,
): Outcome<BroadcastState, "broadcast_over" | "broadcast_started"> {
  if (state === "draft" || state === "scheduled") return done(state);
  return refuse(state === "running" || state === "paused" ? "broadcast_started" : "broadcast_over", {
    state,
  });
}
