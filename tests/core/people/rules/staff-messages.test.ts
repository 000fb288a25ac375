import { describe, expect, it } from "vitest";
import { mayMute, messageGroupsOf, STAFF_MESSAGE_GROUPS } from "../../../../src/core/people/index.ts";
import { STAFF_ROLES } from "../../../../src/core/people/model.ts";

describe("PE-3: what staff hear of", () => {
  it("those who run the business hear of everything", () => {
    expect(messageGroupsOf("owner")).toEqual(STAFF_MESSAGE_GROUPS);
    expect(messageGroupsOf("admin")).toEqual(STAFF_MESSAGE_GROUPS);
  });

  it("a specialist hears of their own calendar, and of tips", () => {
    expect(messageGroupsOf("specialist")).toEqual(["new_booking", "cancellation", "move", "tip"]);
  });
});

describe("PY-5: what may be switched off", () => {
  it.each([
    ["owner", true, true],
    ["owner", false, false],
    ["admin", true, true],
    ["admin", false, true],
    ["specialist", false, true],
  ] as const)(
    "money that needs a person, by %s, heard by another owner: %s → %s",
    (role, isHeard, expected) => {
      expect(mayMute({ role, isHeardByAnotherOwner: isHeard }, "payment")).toBe(expected);
    },
  );

  it("everything else, by everybody", () => {
    for (const role of STAFF_ROLES) {
      for (const group of STAFF_MESSAGE_GROUPS.filter((one) => one !== "payment")) {
        expect(mayMute({ role, isHeardByAnotherOwner: false }, group)).toBe(true);
      }
    }
  });
});
