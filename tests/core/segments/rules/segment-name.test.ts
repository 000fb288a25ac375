import { describe, expect, it } from "vitest";
import { readSegmentName } from "../../../../src/core/segments/rules/segment-name.ts";

describe("a segment's name (MS-3)", () => {
  it.each([
    ["Новые", "Новые"],
    ["  Давно   не\nбыли ", "Давно не были"],
    ["а".repeat(60), "а".repeat(60)],
    ["😀".repeat(60), "😀".repeat(60)],
  ])("%j is %j", (typed, name) => {
    expect(readSegmentName(typed)).toEqual({ ok: true, value: name });
  });

  it.each([
    ["", "segment_name_empty"],
    [" \u200b\n", "segment_name_empty"],
    ["а".repeat(61), "segment_name_too_long"],
  ])("%j is refused: %s", (typed, refusal) => {
    expect(readSegmentName(typed)).toMatchObject({ ok: false, refusal });
  });
});
