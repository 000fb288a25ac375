import { expect, it } from "vitest";
import { isUuid } from "../../../src/core/kernel/ids.ts";
import { derivedId } from "../../../src/core/runtime/derived-id.ts";

it("makes the same id of the same facts, and another of others", () => {
  expect(derivedId("a", 1)).toBe(derivedId("a", 1));
  expect(isUuid(derivedId("a", 1))).toBe(true);
  const ids = [derivedId("a", 1), derivedId("a", 2), derivedId("a1"), derivedId("a", "1"), derivedId("a,1")];
  expect(new Set(ids).size).toBe(ids.length);
});
