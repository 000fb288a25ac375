import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { BookingCard, SlotCard } from "../../src/admin/pages/calendar/model.ts";
import type { Field } from "../../src/admin/panel-action.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeClient, makeService, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));

/** A slot that began: nothing of the product makes one, so time is turned back for it by hand. */
async function begun(at: string, whose = specialistId): Promise<string> {
  const id = randomUUID();
  await db.pool.query(
    `INSERT INTO slots (id, specialist_id, starts_at, ends_at, kind, state, created_at)
     VALUES ($1, $2, ${at}, ${at} + interval '1 hour', 'regular', 'open', now() - interval '9 days')`,
    [id, whose],
  );
  return id;
}
/** Today's midnight by the clocks of Moscow: today has begun whenever the test runs. */
const MIDNIGHT = "date_trunc('day', now(), 'Europe/Moscow')";

const slotCard = async (who: typeof owner, id: string) =>
  (await who.get(`/admin/api/pages/calendar?${new URLSearchParams({ ask: "slot", id })}`))
    .json as unknown as SlotCard;
const book = async (id: string, over: object = {}) =>
  (
    await owner.post(`/admin/api/resources/Slot/records/${id}/bookForClient`, {
      ...{ bookingId: randomUUID(), clientId, serviceId, payment: "on_spot" },
      ...over,
    })
  ).json;

describe("SL-4: a slot of the calendar that has begun today", () => {
  it("is booked for whoever walked in, and the booking offers to mark the visit at once", async () => {
    const id = await begun(MIDNIGHT);
    const card = await slotCard(owner, id);
    expect(card).toMatchObject({ isBookable: true, isBegun: true, services: [{ id: serviceId }] });
    const hers = { isBookable: true, isBegun: true, mayFind: false, services: [{ id: serviceId }] };
    expect(await slotCard(specialist, id)).toMatchObject(hers);
    const link = await book(id, { payment: "link" });
    expect(link.refused).toMatchObject({
      field: "payment",
      message: expect.stringMatching(/^Визит уже начался/),
    });

    const { bookingId } = card;
    expect((await book(id, { bookingId })).notice?.type).toBe("success");
    const query = new URLSearchParams({ ask: "booking", id: bookingId });
    const booked = (await owner.get(`/admin/api/pages/calendar?${query}`)).json as unknown as BookingCard;
    expect(booked.actions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["markCame", "recordOnSpot"]),
    );
    expect(
      (await owner.post(`/admin/api/resources/Booking/records/${bookingId}/markCame`, {})).json.notice?.type,
    ).toBe("success");
    const [visit] = (
      await db.pool.query<{ number: number }>("SELECT number FROM bookings WHERE id = $1", [bookingId])
    ).rows;
    const stateText = `визит был, №\u00a0${visit?.number}`;
    expect(await slotCard(owner, id)).toMatchObject({ isBookable: false, services: [], stateText });

    const listed = await owner.get("/admin/api/resources/Slot/actions/list?filters.when=all");
    const row = listed.json.records?.find((one) => one.id === id);
    expect(row?.params.state).toBe(stateText);
    const offered = (row?.recordActions ?? []).map(({ name }) => name);
    expect(offered).not.toContain("bookForClient");
    expect(offered).toContain("closeSlot");
    const another = await makeClient(app, "Зоя");
    expect((await book(id, { clientId: another })).refused?.message).toContain("заняли");
  });

  it("of an earlier day is not, and the refusal names both moments", async () => {
    const id = await begun(`${MIDNIGHT} - interval '1 hour'`);
    expect(await slotCard(owner, id)).toMatchObject({ isBookable: false, isBegun: false, services: [] });
    expect((await book(id)).refused?.message).toMatch(
      /^Это время уже не записать: начало — .+, 23:00, а сегодняшний день — с .+, 00:00\. Прошедшее время записывают только в тот же день\.$/,
    );
  });

  it("is offered in the client's card, where today is offered for it alone", async () => {
    await begun(MIDNIGHT, await makeSpecialist(app, "Анна"));
    const form = await owner.post(`/admin/api/resources/Client/records/${clientId}/bookVisit`, {
      serviceId,
      isRecast: "true",
    });
    const fields = (form.json.form?.fields ?? []) as readonly Field[];
    const optionsOf = (name: string) => fields.find((field) => field.name === name)?.options;
    expect(optionsOf("day")).toHaveLength(1);
    expect(optionsOf("slotId")).toMatchObject([
      { label: expect.stringMatching(/^00:00, Анна, .+, уже началось$/) },
    ]);
  });

  it("is offered for booking in the list of slots; one of an earlier day is not", async () => {
    const today = await begun(MIDNIGHT, await makeSpecialist(app, "Ева"));
    const earlier = await begun(`${MIDNIGHT} - interval '1 minute'`, await makeSpecialist(app, "Ия"));
    const listed = await owner.get("/admin/api/resources/Slot/actions/list?filters.when=all");
    const offeredFor = (id: string) =>
      listed.json.records?.find((one) => one.id === id)?.recordActions?.map(({ name }) => name);
    expect(offeredFor(today)).toContain("bookForClient");
    expect(offeredFor(earlier)).toContain("closeSlot");
    expect(offeredFor(earlier)).not.toContain("bookForClient");
  });
});
