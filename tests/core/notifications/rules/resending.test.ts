import fc from "fast-check";
import { expect, it } from "vitest";
import { hoursAfter } from "../../../../src/core/kernel/instant.ts";
import { MESSAGE_KIND_WORDS, type MessageKind } from "../../../../src/core/notifications/index.ts";
import { admitResending } from "../../../../src/core/notifications/rules/resending.ts";

const now = new Date("2026-11-23T09:00:00Z");
const KINDS = Object.keys(MESSAGE_KIND_WORDS) as readonly MessageKind[];
type Message = Parameters<typeof admitResending>[0];

const sent: Message = {
  ...{ kind: "booking_confirmed", state: "sent", reach: "reachable" },
  ...{ createdAt: hoursAfter(now, -1), visitStartsAt: hoursAfter(now, 1) },
};
const answer = (over: Partial<Message>): string => {
  const admitted = admitResending({ ...sent, ...over }, now);
  return admitted.ok ? "sent again" : admitted.refusal;
};

it.each<[Partial<Message>, string]>([
  [{}, "sent again"],
  [{ state: "failed" }, "sent again"],
  [{ state: "skipped" }, "sent again"],
  [{ state: "queued" }, "message_on_its_way"],
  [{ reach: "erased" }, "receiver_erased"],
  [{ reach: "erased", state: "queued" }, "receiver_erased"],
  // What waits for somebody whom the bot does not reach will not go by itself.
  [{ reach: "no_chat", state: "queued" }, "receiver_without_chat"],
  [{ reach: "bot_blocked", state: "queued" }, "receiver_blocked_bot"],
  [{ reach: "left" }, "receiver_left"],
  [{ reach: "bot_blocked" }, "receiver_blocked_bot"],
  [{ reach: "no_chat" }, "receiver_without_chat"],
  [{ kind: "broadcast", visitStartsAt: undefined }, "message_said_once"],
  [{ kind: "waitlist_offer" }, "message_said_once"],
  // What is said of a visit makes sense until it begins, however long ago it was said.
  [{ createdAt: hoursAfter(now, -24 * 60) }, "sent again"],
  [{ visitStartsAt: now }, "message_too_old"],
  [{ visitStartsAt: hoursAfter(now, 1 / 3600) }, "sent again"],
  [{ kind: "booking_cancelled", visitStartsAt: now }, "sent again"],
  [{ kind: "booking_cancelled", createdAt: hoursAfter(now, -24 * 14) }, "sent again"],
  [
    { kind: "booking_cancelled", createdAt: new Date(now.getTime() - 24 * 14 * 3_600_000 - 1) },
    "message_too_old",
  ],
])("MS-6: %j → %s", (over, expected) => {
  expect(answer(over)).toBe(expected);
});

it("of no kind is anything sent again to who cannot be reached, or while it is on its way", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS),
      fc.constantFrom("erased", "left", "bot_blocked", "no_chat" as const),
      fc.integer({ min: 0, max: 2_000 }),
      (kind, reach, hours) => {
        const createdAt = hoursAfter(now, -hours);
        expect(answer({ kind, reach, createdAt })).toMatch(/^receiver_/);
        expect(answer({ kind, state: "queued", createdAt })).toBe("message_on_its_way");
      },
    ),
  );
});

it("what may be sent again now could have been sent again earlier", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), fc.nat(1_000), fc.nat(100), (kind, hours, earlier) => {
      const at = (moment: Date) =>
        admitResending({ ...sent, kind, createdAt: hoursAfter(now, -hours) }, moment).ok;
      if (at(now)) expect(at(hoursAfter(now, -Math.min(earlier, hours)))).toBe(true);
    }),
  );
});
