import { describe, expect, it } from "vitest";
import { FAULTS, wrongText } from "./faults.ts";

/** Said at once, by the fast tests: whoever rewrites a rule sees which planted fault has to follow. */
describe("a fault can still be planted into its rule", () => {
  it.each(Object.entries(FAULTS))("%s", (_name, fault) => {
    expect(wrongText(fault)).toContain(fault.wrong);
  });
});
