import fc from "fast-check";
import { expect, it } from "vitest";
import {
  broadcastUnwanted,
  cancelBroadcast,
  feedBroadcasts,
  pauseBroadcast,
  resumeBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { deliverDue, type Message, quietEndsAt } from "../../../src/core/notifications/index.ts";
import { testApp } from "../../support/app.ts";
import {
  makeReader,
  makeRunning,
  SENT,
  sayOfMarketing,
  startAfresh,
  switchMarketing,
} from "../../support/broadcast.ts";

const app = await testApp();
const ZONE = "Europe/Moscow";
const QUIET = { fromMinute: 22 * 60, toMinute: 9 * 60 };
const MINUTE_MS = 60_000;

type Step =
  | { readonly does: "feed" | "send" | "pause" | "resume" | "on" | "off" }
  | { readonly does: "given" | "withdrawn"; readonly who: number }
  | { readonly does: "wait"; readonly minutes: number };

const READERS = 3;
const who = fc.integer({ min: 0, max: READERS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom("feed" as const, "send" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom("pause" as const, "resume" as const, "on" as const, "off" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom("given" as const, "withdrawn" as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 600 }) }),
  },
);

/** What is so at every moment, kept beside the product. */
type Truth = { isOn: boolean; isPaused: boolean; readonly agrees: Map<string, boolean> };

async function world(kind: "marketing" | "informational") {
  await startAfresh(app);
  app.clock.set("2026-11-23T12:00:00Z");
  const readers = [await makeReader(app), await makeReader(app), await makeReader(app)].map(({ id }) => id);
  const broadcast = await makeRunning(app, { kind });
  const truth: Truth = { isOn: true, isPaused: false, agrees: new Map(readers.map((id) => [id, true])) };
  const got: string[] = [];
  const wrongs: string[] = [];
  /**
   * The moment of sending: whatever is false now, a message is not to come here. It is written down and looked at
   * outside: what is thrown in here, the sender takes for a failure of the messenger, and tries again.
   */
  const deliver = async ({ clientId = "" }: Message) => {
    if (quietEndsAt(app.clock.now(), QUIET, ZONE) !== undefined) wrongs.push("in quiet hours");
    if (truth.isPaused) wrongs.push("paused");
    if (kind === "marketing" && !truth.isOn) wrongs.push("switched off");
    if (kind === "marketing" && truth.agrees.get(clientId) !== true) wrongs.push("without consent");
    got.push(clientId);
    return SENT;
  };
  const posted = { ...app, messenger: { deliver } };
  const unguarded = () => deliverDue(posted);
  const send = () => deliverDue(posted, { unwantedBecause: (message) => broadcastUnwanted(posted, message) });
  const input = { broadcastId: broadcast.id, actor: OPERATOR };
  return { readers, truth, got, wrongs, send, unguarded, input };
}
type World = Awaited<ReturnType<typeof world>>;

async function take({ readers, truth, send, input }: World, one: Step): Promise<void> {
  app.clock.advance(1_000);
  switch (one.does) {
    case "feed":
      return feedBroadcasts(app);
    case "send":
      return void (await send());
    case "pause":
      truth.isPaused = (await pauseBroadcast(app, input)).ok || truth.isPaused;
      return;
    case "resume":
      if ((await resumeBroadcast(app, input)).ok) truth.isPaused = false;
      return;
    case "on":
    case "off":
      truth.isOn = one.does === "on";
      return switchMarketing(app, one.does);
    case "given":
    case "withdrawn": {
      const id = readers[one.who] ?? "";
      truth.agrees.set(id, one.does === "given");
      return sayOfMarketing(app, id, one.does);
    }
    case "wait":
      return app.clock.advance(one.minutes * MINUTE_MS);
    default:
      return one satisfies never;
  }
}

it("MS-3: without the look at the moment of sending it would go out to whoever took their consent back", async () => {
  const there = await world("marketing");
  await take(there, { does: "feed" });
  await take(there, { does: "withdrawn", who: 0 });
  await there.unguarded();
  expect(there.got).toContain(there.readers[0]);
  expect(there.wrongs).toEqual(["without consent"]);
});

it("MS-3, MS-5, MS-7, PE-1: whatever happens on the way, nothing goes out in quiet hours, without consent, switched off or paused, and nobody gets it twice", async () => {
  const life = fc.record({
    kind: fc.constantFrom("marketing" as const, "informational" as const),
    steps: fc.array(step, { minLength: 5, maxLength: 25 }),
  });
  await fc.assert(
    fc.asyncProperty(life, async ({ kind, steps }) => {
      const there = await world(kind);
      for (const one of steps) await take(there, one);
      // In the end all obstacles go, and whoever agrees and was not skipped before has got it.
      await take(there, { does: "on" });
      await take(there, { does: "resume" });
      app.clock.set("2026-12-20T12:00:00Z");
      for (let round = 0; round < 3; round += 1) {
        await take(there, { does: "feed" });
        await take(there, { does: "send" });
      }
      expect(there.wrongs).toEqual([]);
      expect(new Set(there.got).size, "twice").toBe(there.got.length);
      if (kind === "informational") expect([...there.got].sort()).toEqual([...there.readers].sort());
      await cancelBroadcast(app, there.input);
    }),
    { numRuns: 40 },
  );
}, 120_000);
