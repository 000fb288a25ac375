import { expect, it } from "vitest";
import { type Actor, actorId, OPERATOR, SYSTEM, staffIdOf } from "../../../src/core/kernel/actor.ts";

it.each<[Actor, string | null, string | null]>([
  [{ kind: "client", id: "c1" }, "c1", null],
  [{ kind: "staff", id: "s1" }, "s1", "s1"],
  [OPERATOR, null, null],
  [SYSTEM, null, null],
])("%j is told by the id %s, and as staff by %s", (actor, id, staffId) => {
  expect(actorId(actor)).toBe(id);
  expect(staffIdOf(actor)).toBe(staffId);
});

it("the operator and the system are not each other", () => {
  expect([OPERATOR.kind, SYSTEM.kind]).toEqual(["operator", "system"]);
});
