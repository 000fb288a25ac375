import { expect, it } from "vitest";
import type { SlotKind } from "../../../../src/core/calendar/model.ts";
import { dayMark } from "../../../../src/core/calendar/rules/marks.ts";

it.each<[SlotKind[], boolean, string | undefined]>([
  [["hot", "regular", "online"], true, "hot"],
  [["online", "regular", "hot"], true, "hot"],
  [["hot", "online"], true, "hot"],
  [["hot"], true, "hot"],
  [["online", "regular"], true, "regular"],
  [["regular"], true, "regular"],
  [["online"], true, "online"],
  [[], true, "full"],
  [[], false, undefined],
])("SL-3: a day with free starts %j, having slots: %s, is marked %s", (kinds, hasSlots, expected) => {
  expect(dayMark({ freeKinds: new Set(kinds), hasSlots })).toBe(expected);
});
