import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNote } from "../../../../src/core/people/rules/note-text.ts";

describe("a note of staff about a client", () => {
  it.each([
    ["", "note_empty"],
    [" \n ", "note_empty"],
    ["а".repeat(1_001), "note_too_long"],
  ])("%j is refused: %s", (typed, refusal) => {
    expect(readNote(typed)).toMatchObject({ ok: false, refusal });
  });

  it("is taken up to 1000 characters, the spaces around it left out", () => {
    expect(readNote(`  ${"а".repeat(1_000)}\n`)).toMatchObject({ ok: true, value: "а".repeat(1_000) });
    expect(readNote(" два\nряда ")).toMatchObject({ value: "два\nряда" });
  });

  it("read again is the same", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_200 }), (typed) => {
        const read = readNote(typed);
        if (read.ok) expect(readNote(read.value)).toEqual(read);
      }),
    );
  });
});
