import { beforeEach, describe, expect, it } from "vitest";
import { bookForClient, listSlotServices } from "../../../src/core/booking/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { START, testApp } from "../../support/app.ts";
import { refusedBy } from "../../support/footprint.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
beforeEach(() => app.clock.set(START));

const offered = async (slotId: string) =>
  granted(await listSlotServices(app, slotId)).services.map(({ service, price, endsAt }) => ({
    id: service.id,
    price: price.price as number,
    until: endsAt.toISOString().slice(11, 16),
  }));

describe("SL-2: the services that staff can book at a slot", () => {
  it("fit into it or into the chain that it begins, with the price of its kind (PR-2)", async () => {
    const short = await makeService(app, { durationMinutes: 60 });
    const long = await makeService(app, { durationMinutes: 120 });
    const online = await makeService(app, { kind: "online", durationMinutes: 30 });
    const { id: specialistId } = await makeSpecialist(app, [short.id, long.id, online.id]);
    const first = await makeSlot(app, { specialistId, startsAt: "2026-11-24T08:00:00Z" });
    const second = await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" });
    const hot = await makeSlot(app, {
      specialistId,
      startsAt: "2026-11-24T11:00:00Z",
      kind: "hot",
      discountPercent: percent(30),
    });
    const video = await makeSlot(app, { specialistId, startsAt: "2026-11-24T13:00:00Z", kind: "online" });
    expect(await offered(first.id)).toEqual([
      { id: short.id, price: 200_000, until: "09:00" },
      { id: long.id, price: 200_000, until: "10:00" },
    ]);
    expect((await offered(second.id)).map(({ id }) => id)).toEqual([short.id]);
    expect(await offered(hot.id)).toEqual([{ id: short.id, price: 140_000, until: "12:00" }]);
    expect((await offered(video.id)).map(({ id }) => id)).toEqual([online.id]);
  });

  it("are those that a booking by staff then takes, up to the very start (PY-8)", async () => {
    const service = await makeService(app, { policy: "onSite" });
    const { id: specialistId } = await makeSpecialist(app, [service.id]);
    const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-23T10:00:00Z" });
    app.clock.set("2026-11-23T09:59:00Z");
    expect((await offered(slot.id)).map(({ id }) => id)).toEqual([service.id]);
    const client = await makeClient(app);
    const booking = { bookingId: app.newId(), clientId: client.id, serviceId: service.id, slotId: slot.id };
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    granted(await bookForClient(app, { ...booking, payment, actor: OPERATOR }));
    expect(await offered(slot.id)).toEqual([]);
  });

  it("are none where the slot is closed, or has begun and a booking would be moved there; a slot that is gone is refused", async () => {
    const service = await makeService(app);
    const { id: specialistId } = await makeSpecialist(app, [service.id]);
    const closed = await makeSlot(app, { specialistId, startsAt: "2026-11-24T08:00:00Z" });
    granted(await closeSlot(app, { slotId: closed.id, reason: "обед", actor: OPERATOR }));
    const begun = await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" });
    expect(await offered(closed.id)).toEqual([]);
    app.clock.set("2026-11-24T09:00:00Z");
    expect((await offered(begun.id)).map(({ id }) => id)).toEqual([service.id]);
    expect(granted(await listSlotServices(app, begun.id, { isAhead: true }))).toMatchObject({
      age: "begun_today",
      services: [],
    });
    expect(await refusedBy(app, () => listSlotServices(app, app.newId()))).toBe("unknown_slot");
  });
});
