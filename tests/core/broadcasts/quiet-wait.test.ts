import { expect, it } from "vitest";
import type { BroadcastState } from "../../../src/core/broadcasts/index.ts";
import { quietWait } from "../../../src/core/broadcasts/index.ts";

const MORNING = "2026-11-24T09:00:00.000Z";
const NIGHT = "2026-11-23T23:00:00Z";
const DAY = "2026-11-23T12:00:00Z";

it.each<[BroadcastState, string, string | undefined, string | undefined]>([
  ["running", NIGHT, undefined, MORNING],
  ["running", DAY, undefined, undefined],
  ["running", NIGHT, DAY, MORNING],
  ["scheduled", DAY, NIGHT, MORNING],
  ["scheduled", DAY, "2026-11-24T09:00:00Z", undefined],
  ["scheduled", DAY, "2026-11-24T08:59:00Z", MORNING],
  ["draft", NIGHT, undefined, undefined],
  ["paused", NIGHT, undefined, undefined],
  ["done", NIGHT, undefined, undefined],
  ["cancelled", NIGHT, DAY, undefined],
])("MS-5: a %s broadcast at %s, planned for %s, waits until %s", (state, now, scheduledAt, until) => {
  const waits = quietWait(
    { state, scheduledAt: scheduledAt === undefined ? undefined : new Date(scheduledAt) },
    { quiet: { fromMinute: 22 * 60, toMinute: 9 * 60 }, zone: "UTC", now: new Date(now) },
  );
  expect(waits?.toISOString()).toBe(until);
});
