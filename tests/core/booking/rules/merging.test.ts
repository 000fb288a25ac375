import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clashOf } from "../../../../src/core/booking/rules/merging.ts";
import { overlaps } from "../../../../src/core/kernel/interval.ts";

const visit = (from: number, to: number) => ({
  startsAt: new Date(Date.UTC(2026, 10, 24, from)),
  endsAt: new Date(Date.UTC(2026, 10, 24, to)),
});

describe("visits of two people who turn out to be one (PE-4)", () => {
  it.each([
    ["none at all", [], [], false],
    ["of one alone", [visit(9, 10), visit(11, 12)], [], false],
    ["that touch", [visit(9, 10)], [visit(10, 11), visit(8, 9)], false],
    ["that overlap by a part", [visit(9, 11)], [visit(10, 12)], true],
    ["one within the other", [visit(9, 12)], [visit(10, 11)], true],
    ["at the same time", [visit(7, 8), visit(9, 10)], [visit(9, 10)], true],
  ])("%s clash: %s %s %s", (_, mine, theirs, clashes) => {
    expect(clashOf(mine, theirs) !== undefined).toBe(clashes);
  });

  it("clash whichever of the two is asked first, and the pair that is named does overlap", () => {
    const day = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 4 }))
        .map(([from, hours]) => visit(from, from + hours)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(day, day, (mine, theirs) => {
        const clash = clashOf(mine, theirs);
        expect(clashOf(theirs, mine) === undefined).toBe(clash === undefined);
        expect(clash === undefined || overlaps(clash.mine, clash.theirs)).toBe(true);
      }),
    );
  });
});
