import { expect, it } from "vitest";
import { UNDO_MINUTES, undoingProblem } from "../../../../src/core/calendar/rules/undoing.ts";
import { type Actor, OPERATOR } from "../../../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";

const createdAt = new Date("2026-11-23T09:00:00Z");
const anna: Actor = { kind: "staff", id: "0f8fad5b-d9cb-469f-a165-70867728950e" };
const olga: Actor = { kind: "staff", id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" };
const after = (minutes: number, ms = 0) => new Date(minutesAfter(createdAt, minutes).getTime() + ms);

it.each([
  ["at once", anna, anna, after(0), undefined],
  ["an hour later to the millisecond", anna, anna, after(UNDO_MINUTES), undefined],
  ["a millisecond after that", anna, anna, after(UNDO_MINUTES, 1), "undo_too_late"],
  ["by another", anna, olga, after(1), "not_your_change"],
  ["by the operator, whoever that is at the moment", OPERATOR, OPERATOR, after(1), undefined],
  ["by staff what the operator did", OPERATOR, anna, after(1), "not_your_change"],
  ["by the operator what staff did, late too", anna, OPERATOR, after(999), "not_your_change"],
] as const)("a change is undone %s: %s", (_, actor, by, now, problem) => {
  expect(undoingProblem({ actor, createdAt }, by, now)).toBe(problem);
});
