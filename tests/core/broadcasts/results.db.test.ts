import { beforeEach, describe, expect, it } from "vitest";
import { cancelBooking, markVisit, recordOnSpot } from "../../../src/core/booking/index.ts";
import {
  describeBroadcast,
  feedBroadcasts,
  pauseBroadcast,
  pressButton,
  resumeBroadcast,
  WAY_OUT,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { setConsent } from "../../../src/core/people/index.ts";
import { testApp } from "../../support/app.ts";
import {
  makeReader,
  makeReaders,
  makeRunning,
  runOn,
  startAfresh,
  withPost,
} from "../../support/broadcast.ts";
import { refusalOf, writingNothing } from "../../support/footprint.ts";
import { granted, makeService } from "../../support/make.ts";
import { bookedByClient } from "../../support/people.ts";

const app = await testApp();

beforeEach(() => startAfresh(app));

const figuresOf = async (id: string) => granted(await describeBroadcast(app, id)).figures;
const step = (id: string) => ({ broadcastId: id, actor: OPERATOR });
const takeOnSpot = async (bookingId: string, amount: number) =>
  granted(
    await recordOnSpot(app, {
      ...{ paymentId: app.newId(), bookingId, amount: kopecks(amount), method: "cash", actor: OPERATOR },
    }),
  );
const minutes = (count: number) => app.clock.advance(count * 60_000);

describe("what came of a broadcast (MS-3)", () => {
  it("counts taps once, and the bookings of those who tapped within seven days of delivery", async () => {
    const [tapper, silent] = [await makeReader(app), await makeReader(app)];
    const { id: serviceId } = await makeService(app);
    const buttons = [{ leadsTo: "service", serviceId, label: "Записаться" }] as const;
    const { id } = await makeRunning(app, { buttons });
    await runOn(app, withPost(app).send);
    const press = { broadcastId: id, clientId: tapper.id, index: 0 };
    minutes(5);
    expect(granted(await pressButton(app, press))).toEqual({ serviceId, slot: undefined });
    await writingNothing(app, () => pressButton(app, press));
    minutes(5);
    await bookedByClient(app, tapper.id, "2026-11-24T11:00:00Z");
    await bookedByClient(app, silent.id, "2026-11-24T13:00:00Z");
    app.clock.set("2026-11-30T08:59:59Z");
    await bookedByClient(app, tapper.id, "2026-12-02T11:00:00Z");
    app.clock.set("2026-11-30T09:00:01Z");
    await bookedByClient(app, tapper.id, "2026-12-03T11:00:00Z");
    expect(await figuresOf(id)).toMatchObject({ delivered: 2, pressed: 1, booked: 2, money: 0 });
    expect(refusalOf(await pressButton(app, { ...press, index: 1 }))).toBe("unknown_broadcast");
  });

  it("counts no booking that was called off or not come to, and no money that is owed back", async () => {
    const reader = await makeReader(app);
    const { id: serviceId } = await makeService(app);
    const button = { leadsTo: "service", serviceId, label: "Записаться" } as const;
    const { id } = await makeRunning(app, { buttons: [button] });
    await runOn(app, withPost(app).send);
    granted(await pressButton(app, { broadcastId: id, index: 0, clientId: reader.id }));
    minutes(5);
    const [stands, calledOff, missed] = [
      await bookedByClient(app, reader.id, "2026-11-24T11:00:00Z"),
      await bookedByClient(app, reader.id, "2026-11-25T11:00:00Z"),
      await bookedByClient(app, reader.id, "2026-11-24T15:00:00Z"),
    ];
    await takeOnSpot(stands.id, 100_000);
    await takeOnSpot(calledOff.id, 50_000);
    expect(await figuresOf(id)).toMatchObject({ booked: 3, money: 150_000 });
    granted(
      await cancelBooking(app, { bookingId: calledOff.id, by: { kind: "client", clientId: reader.id } }),
    );
    expect(await figuresOf(id)).toMatchObject({ booked: 2, money: 100_000 });
    app.clock.set("2026-11-24T17:00:00Z");
    granted(await markVisit(app, { bookingId: missed.id, mark: "no_show", actor: OPERATOR }));
    granted(await markVisit(app, { bookingId: stands.id, mark: "completed", actor: OPERATOR }));
    expect(await figuresOf(id)).toMatchObject({ booked: 1, money: 100_000 });
  });

  it("counts who left by its way out within 7 days of delivery, and nobody who left otherwise", async () => {
    const [here, elsewhere, late] = [await makeReader(app), await makeReader(app), await makeReader(app)];
    const { id } = await makeRunning(app);
    await runOn(app, withPost(app).send);
    const leaves = async (clientId: string, pressed: string) =>
      granted(await setConsent(app, { clientId, kind: "marketing", action: "withdrawn", pressed }));
    minutes(5);
    await leaves(here.id, WAY_OUT);
    await leaves(elsewhere.id, "Рассылки: выключить");
    app.clock.set("2026-11-30T09:00:01Z");
    await leaves(late.id, WAY_OUT);
    expect(await figuresOf(id)).toMatchObject({ delivered: 3, optedOut: 1 });
  });

  it("says how long the rest takes at the present rate", async () => {
    await makeReaders(app, 700);
    const { id } = await makeRunning(app);
    const post = withPost(app);
    await feedBroadcasts(app);
    await post.send();
    app.clock.advance(10_000);
    await feedBroadcasts(app);
    expect(await figuresOf(id)).toMatchObject({ delivered: 300, left: 400, secondsLeft: 14 });

    granted(await pauseBroadcast(app, step(id)));
    app.clock.advance(20_000);
    granted(await resumeBroadcast(app, step(id)));
    expect((await figuresOf(id)).secondsLeft).toBeUndefined();
    app.clock.advance(1_000);
    await feedBroadcasts(app);
    await post.send();
    app.clock.advance(3_000);
    await feedBroadcasts(app);
    expect(await figuresOf(id)).toMatchObject({ delivered: 600, left: 100, secondsLeft: 1 });
  });

  it("says until when the quiet hours hold it back, and no time left then (MS-5)", async () => {
    const reader = await makeReader(app);
    app.clock.set("2026-11-23T20:00:00Z");
    const { id } = await makeRunning(app);
    const post = withPost(app);
    await runOn(app, post.send);
    const { figures, quietUntil } = granted(await describeBroadcast(app, id));
    expect([quietUntil, figures.left, figures.secondsLeft]).toEqual([
      new Date("2026-11-24T06:00:00Z"),
      1,
      undefined,
    ]);
    app.clock.set("2026-11-24T06:00:00Z");
    await runOn(app, post.send);
    expect([post.receivers(), granted(await describeBroadcast(app, id)).quietUntil]).toEqual([
      [reader.id],
      undefined,
    ]);
  });
});
