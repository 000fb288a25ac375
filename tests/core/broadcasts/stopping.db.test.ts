import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBroadcast,
  describeBroadcast,
  feedBroadcasts,
  findBroadcast,
  pauseBroadcast,
  resumeBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { testApp } from "../../support/app.ts";
import {
  makeBroadcast,
  makeReader,
  makeReaders,
  makeRunning,
  runOn,
  startAfresh,
  withPost,
} from "../../support/broadcast.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();

beforeEach(() => startAfresh(app));

const figuresOf = async (id: string) => granted(await describeBroadcast(app, id)).figures;
const stateOf = async (id: string) => (await findBroadcast(app.db, id))?.state;
const step = (id: string) => ({ broadcastId: id, actor: OPERATOR });

describe("a pause (MS-3)", () => {
  it("acts at once: what was queued waits, and goes out when it goes on", async () => {
    await makeReaders(app, 10);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app);
    granted(await pauseBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    expect(await figuresOf(id)).toMatchObject({ left: 10, secondsLeft: undefined });
    await writingNothing(app, () => pauseBroadcast(app, step(id)));
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect([post.seen.length, await stateOf(id)]).toEqual([10, "done"]);
  });

  it("in the middle of a batch lets go out only what is on its way, and nobody gets it twice", async () => {
    await makeReaders(app, 60);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app, async () => {
      if (post.seen.length === 5) granted(await pauseBroadcast(app, step(id)));
      return { outcome: "sent", telegramMessageId: 1 };
    });
    await post.send();
    expect(post.seen).toHaveLength(5);
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(5);
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send, 4);
    expect([post.seen.length, new Set(post.receivers()).size]).toEqual([60, 60]);
  });

  it("against the feeder at the same moment leaves nothing in the outbox that would go out", async () => {
    await makeReaders(app, 200);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app);
    for (let round = 0; round < 8; round += 1) {
      const turn = round % 2 === 0 ? pauseBroadcast : resumeBroadcast;
      await Promise.all([feedBroadcasts(app), turn(app, step(id)), feedBroadcasts(app)]);
    }
    granted(await pauseBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect([post.seen.length, new Set(post.receivers()).size]).toEqual([200, 200]);
  });

  it("of what has not started, or is over, is refused", async () => {
    await makeReader(app);
    const { id } = await makeBroadcast(app);
    expect(await refusedBy(app, () => pauseBroadcast(app, step(id)))).toBe("broadcast_not_started");
    granted(await cancelBroadcast(app, step(id)));
    expect(await refusedBy(app, () => resumeBroadcast(app, step(id)))).toBe("broadcast_over");
  });
});

describe("a cancellation (MS-3)", () => {
  it("stops what is queued for good, says so in the outbox, and is the end", async () => {
    await makeReaders(app, 400);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    granted(await cancelBroadcast(app, step(id)));
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    expect(await figuresOf(id)).toMatchObject({
      skipped: 300,
      left: 100,
      reasons: { broadcast_cancelled: 300 },
    });
    await writingNothing(app, () => cancelBroadcast(app, step(id)));
  });

  it("while a batch is being sent stops the rest of the batch", async () => {
    await makeReaders(app, 30);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app, async () => {
      if (post.seen.length === 3) granted(await cancelBroadcast(app, step(id)));
      return { outcome: "sent", telegramMessageId: 1 };
    });
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(3);
    expect(await figuresOf(id)).toMatchObject({ delivered: 3, skipped: 27, left: 0 });
  });
});
