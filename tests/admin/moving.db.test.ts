import { expect, it } from "vitest";
import { findBooking } from "../../src/core/booking/index.ts";
import { closeSlot, findSlot, makeHot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const own = await makeSpecialist(app, "Мария");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const serviceId = await makeService(app, "Стрижка");

let hours = 24;
async function booked() {
  hours += 2;
  const slotId = await makeSlot(app, own, hours);
  const clientId = await makeClient(app, "Вера");
  return { ...(await makeBooking(app, { clientId, serviceId, slotId })), slotId, clientId };
}
const at = (id: string) => `Booking/records/${id}/moveBooking`;
const act = async (who: Visitor, id: string, values: object) =>
  (await who.post(`/admin/api/resources/${at(id)}`, values)).json;
const formOf = async (who: Visitor, id: string) => {
  const { json } = await who.get(`/admin/api/resources/${at(id)}`);
  const form = present(json.form, "the form") as unknown as FormShown;
  return { ...form, starts: startsOf(form) };
};
type FormShown = {
  readonly intro: string;
  readonly fields: readonly {
    readonly name: string;
    readonly options?: readonly { value: string; label: string }[];
  }[];
};
const startsOf = (form: unknown) =>
  (form as FormShown).fields.find(({ name }) => name === "slotId")?.options ?? [];

it("CX-7: a booking is moved by the business to one of the free starts, with a reason, and only while it stands", async () => {
  const booking = await booked();
  expect((await formOf(owner, booking.id)).intro).toContain("Свободного времени для этой услуги сейчас нет");
  const slotId = await makeSlot(app, own, 5);
  const { starts, intro } = await formOf(owner, booking.id);
  expect(intro).toContain("Бот сообщит клиенту");
  expect(starts.map(({ value }) => value)).toEqual([slotId]);
  expect(starts[0]?.label).toMatch(/Мария, 1\s500,00\s₽$/);

  const bookingId = app.newId();
  expect((await act(admin, booking.id, { bookingId, reason: "так" })).refused?.field).toBe("slotId");
  expect(
    (await act(admin, booking.id, { bookingId, slotId: booking.slotId, reason: "так" })).refused,
  ).toEqual({
    field: "slotId",
    message: "Запись и так на это время. Выберите другое.",
  });
  const moved = await act(admin, booking.id, { bookingId, slotId, reason: "мастер заболел" });
  expect(moved.notice?.message).toMatch(
    new RegExp(`^Запись перенесена: теперь это № ${booking.number + 1}, .+, Мария\\.$`),
  );
  expect(await findBooking(db, bookingId)).toMatchObject({
    state: "confirmed",
    replacesId: booking.id,
    madeBy: "staff",
  });
  expect(moved.redirectUrl).toContain(`/Booking/records/${bookingId}/show`);
  const again = await act(admin, booking.id, { bookingId, slotId, reason: "мастер заболел" });
  expect(again.notice?.type).toBe("success");
  const other = await act(admin, booking.id, { bookingId: app.newId(), slotId, reason: "ещё раз" });
  expect(other.refused?.message).toBe("Эта запись уже закончилась, перенесена или отменена.");
});

it("CX-7: what a move into a hot slot changes is said before it is pressed", async () => {
  const booking = await booked();
  const slotId = await makeSlot(app, own, 14);
  const introAt = async () => {
    const day = dayOf(
      present((await findSlot(db, slotId)) ?? undefined, "the slot").startsAt,
      "Europe/Moscow",
    );
    const { form } = await act(owner, booking.id, { day, slotId, isRecast: "true" });
    return (form as unknown as FormShown).intro.replace(/\s/g, " ");
  };
  expect(await introAt()).not.toContain("Изменится");
  granted(await makeHot(app, { slotId, actor: OPERATOR }));
  expect(await introAt()).toContain("Изменится: цена 1 500,00 ₽ станет 1 200,00 ₽.");
  granted(await closeSlot(app, { slotId, reason: "так", actor: OPERATOR }));
});

it("CX-7: a move needs no reason; of one without, the journal has none that nobody wrote", async () => {
  const booking = await booked();
  const slotId = await makeSlot(app, own, 9);
  const bookingId = app.newId();
  const { json } = await owner.get(`/admin/api/resources/${at(booking.id)}`);
  expect(JSON.stringify(json.form)).toContain("Можно не писать");
  expect((await act(owner, booking.id, { bookingId, slotId, reason: " " })).notice?.type).toBe("success");
  expect((await findBooking(db, bookingId))?.state).toBe("confirmed");
  const trail = `/admin/api/resources/AuditEntry/actions/list?filters.subjectId=${bookingId}`;
  const line = sql`SELECT action, reason FROM audit WHERE subject_id = ${bookingId}`;
  expect(await db.many(line)).toEqual([{ action: "reschedule_booking", reason: null }]);
  const { status, text } = await owner.get(trail);
  expect([status, text.includes("перенос в панели")]).toEqual([200, false]);
});

it("CX-7: a moved booking and its trail are told in words", async () => {
  const booking = await booked();
  const slotId = await makeSlot(app, own, 8);
  const bookingId = app.newId();
  await act(owner, booking.id, { bookingId, slotId, reason: "по просьбе клиента" });
  const { json } = await owner.get(`/admin/api/resources/Booking/records/${bookingId}/show`);
  expect(JSON.stringify(json)).toContain(`№\u00a0${booking.number}`);
  expect(json.record?.recordActions?.map(({ name }) => name)).toContain("moveBooking");
  const old = await owner.get(`/admin/api/resources/Booking/records/${booking.id}/show`);
  expect(old.json.record?.recordActions?.map(({ name }) => name)).not.toContain("moveBooking");
  const trail = JSON.stringify((await owner.get("/admin/api/resources/AuditEntry/actions/list")).json);
  expect(trail).toContain("по просьбе клиента");
  expect(trail).toMatch(/\d{2}:00 → /);
});

it("CX-7: the form offers the days that have room, and the starts of the day that was chosen; choosing moves nothing", async () => {
  const booking = await booked();
  const [near, far] = [await makeSlot(app, own, 7 * 24 + 1), await makeSlot(app, own, 8 * 24 + 1)];
  const chosen = async (day: string) => (await act(owner, booking.id, { isRecast: "true", day })).form;
  const first = await formOf(owner, booking.id);
  const dayOfFar = present(first.fields.find(({ name }) => name === "day")?.options, "the days").at(-1);
  expect(dayOfFar?.label).toMatch(/^[а-я]{2}, \d{1,2}\s[а-я]{3}\s\d{4}$/);
  expect(startsOf(await chosen(present(dayOfFar, "the last day").value)).map(({ value }) => value)).toEqual([
    far,
  ]);
  const all = first.starts.map(({ value }) => value);
  expect(all).not.toContain(near);
  expect(all).not.toContain(far);
  expect(startsOf(await chosen("2020-01-01"))).toEqual(first.starts);
  expect((await findBooking(db, booking.id))?.state).toBe("confirmed");
});

it("PY-8: staff move a booking to any day that has room, further ahead than clients may book; days of several months stand by months", async () => {
  const booking = await booked();
  const far = await makeSlot(app, own, 100 * 24);
  const days = (await formOf(owner, booking.id)).fields.find(({ name }) => name === "day")?.options ?? [];
  const last = present(days.at(-1), "the last day");
  expect(last).toMatchObject({ group: expect.stringMatching(/^[а-я]{3}\s\d{4}$/) });
  expect(startsOf((await act(owner, booking.id, { isRecast: "true", day: last.value })).form)).toMatchObject([
    { value: far },
  ]);
  const bookingId = app.newId();
  const typed = { bookingId, slotId: far, reason: "" };
  expect((await act(owner, booking.id, typed)).notice?.type).toBe("success");
});

it("CX-7: where a booking goes to another specialist it is said from whom to whom", async () => {
  const booking = await booked();
  const anna = await makeSpecialist(app, "Анна");
  const [hers, own2] = [await makeSlot(app, anna, 9 * 24), await makeSlot(app, own, 9 * 24)];
  const form = await formOf(owner, booking.id);
  expect(form.intro).not.toContain("Сменится специалист");
  const day = form.fields.find(({ name }) => name === "day")?.options?.at(-1)?.value ?? "";
  const introWith = async (slotId: string) =>
    ((await act(owner, booking.id, { isRecast: "true", day, slotId })).form as { intro?: string }).intro;
  expect(await introWith(hers)).toContain("Сменится специалист: Мария → Анна.");
  expect(await introWith(own2)).not.toContain("Сменится специалист");
});
