import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromShortId, idsThatBegin, isIdBegin, isUuid, shortId } from "../../../src/core/kernel/ids.ts";
import { isRefuted } from "./arbitraries.ts";

const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("a uuid", () => {
  it.each([UUID, UUID.toUpperCase(), "00000000-0000-0000-0000-000000000000"])("%s is one", (text) => {
    expect(isUuid(text)).toBe(true);
  });

  it.each([
    ["empty", ""],
    ["too short", UUID.slice(1)],
    ["too long", `${UUID}0`],
    ["a letter that is no digit", UUID.replace("f", "g")],
    ["without dashes", UUID.replaceAll("-", "")],
    ["in braces", `{${UUID}}`],
    ["with a line after it", `${UUID}\n`],
    ["with a line before it", `x\n${UUID}`],
  ])("is not this: %s", (_, text) => {
    expect(isUuid(text)).toBe(false);
  });
});

describe("a short id", () => {
  const roundTrip = (there: (uuid: string) => string) =>
    fc.property(fc.uuid({ version: [1, 4, 7] }), (uuid) => {
      const short = there(uuid);
      expect(short).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(fromShortId(short)).toBe(uuid);
    });

  it("of any uuid is 22 characters that links and buttons allow, and leads back to it", () => {
    fc.assert(roundTrip(shortId));
  });

  it("would be noticed to be of another alphabet", () => {
    const inBase64 = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64");
    expect(isRefuted(roundTrip((uuid) => inBase64(uuid).slice(0, 22)))).toBe(true);
  });

  it("of zeros, and of ones, keeps its length", () => {
    expect(shortId("00000000-0000-0000-0000-000000000000")).toBe("A".repeat(22));
    expect(fromShortId(shortId("ffffffff-ffff-ffff-ffff-ffffffffffff"))).toBe(
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
    );
  });

  it.each([
    ["empty", ""],
    ["too short", shortId(UUID).slice(1)],
    ["too long", `${shortId(UUID)}A`],
    ["of base64's other alphabet", `${"A".repeat(21)}+`],
    ["with padding", `${"A".repeat(20)}==`],
    ["the uuid itself", UUID],
  ])("is not this: %s", (_, text) => {
    expect(fromShortId(text)).toBeUndefined();
  });

  it("whatever a stranger types is no id, or an id, but never something else", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{22}$/)), (typed) => {
        const uuid = fromShortId(typed);
        expect(uuid === undefined || isUuid(uuid)).toBe(true);
      }),
    );
  });
});

describe("the beginning of an id", () => {
  it.each([8, 9, 12, 13, 24, 36])("%i characters of one are", (length) => {
    expect(isIdBegin(UUID.slice(0, length))).toBe(true);
  });

  it.each(["", UUID.slice(0, 7), UUID.slice(1, 9), `${UUID}0`, UUID.replaceAll("-", "").slice(0, 12)])(
    "%s is none",
    (text) => {
      expect(isIdBegin(text)).toBe(false);
    },
  );

  it("every id is between the least and the greatest that begin as it does, and another is not", () => {
    const pair = fc.tuple(fc.uuid(), fc.uuid(), fc.integer({ min: 8, max: 36 }));
    fc.assert(
      fc.property(pair, ([id, other, length]) => {
        const begin = id.slice(0, length);
        const { least, most } = idsThatBegin(begin);
        const isBetween = (one: string) => least <= one && one <= most;
        return isBetween(id) && isUuid(least) && isUuid(most) && isBetween(other) === other.startsWith(begin);
      }),
    );
  });
});
