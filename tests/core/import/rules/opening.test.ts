import { describe, expect, it } from "vitest";
import { openingFate } from "../../../../src/core/import/rules/opening.ts";

describe("a balance that stands in a file", () => {
  it.each([
    [0, undefined, false, "none"],
    [0, 100, true, "none"],
    [100, undefined, false, "opens"],
    [-50, undefined, false, "opens"],
    [100, 100, true, "done"],
    [150, 100, true, "another"],
    [100, undefined, true, "kept"],
  ] as const)(
    "%i, brought earlier: %s, has entries: %s: %s (PE-4, EP-5)",
    (points, earlier, hasEntries, fate) => {
      expect(openingFate(points, { earlier, hasEntries })).toBe(fate);
    },
  );
});
