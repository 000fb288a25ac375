import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type {
  BookingCard,
  Feed,
  FoundClients,
  OffCard,
  SlotCard,
} from "../../src/admin/pages/calendar/model.ts";
import { phoneText } from "../../src/admin/readable.ts";
import { holdSlot, takeTimeOff } from "../../src/core/booking/index.ts";
import { closeSlot, findSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, plusDays } from "../../src/core/kernel/local-day.ts";
import { enterClient } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const own = await makeSpecialist(app, "Мария");
const other = await makeSpecialist(app, "Анна");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера <b>");
/** One day, and so one week, holds what is made here, whenever the tests run. */
const date = plusDays(dayOf(app.clock.now(), "Europe/Moscow"), 2);
const morning = present(instantAt(date, 9 * 60, "Europe/Moscow"), "nine in the morning");
const AHEAD = Math.floor((morning.getTime() - app.clock.now().getTime()) / 3_600_000);
const ownSlot = await makeSlot(app, own, AHEAD);
const ownFree = await makeSlot(app, own, AHEAD + 2);
const otherSlot = await makeSlot(app, other, AHEAD);
const otherFree = await makeSlot(app, other, AHEAD + 2);
const ownBooking = await makeBooking(app, { clientId, serviceId, slotId: ownSlot });
const otherClient = await makeClient(app, "Ольга");
const otherBooking = await makeBooking(app, { clientId: otherClient, serviceId, slotId: otherSlot });
const phoned = granted(await enterClient(app, { phone: "+79001234567", name: "Жанна", actor: OPERATOR }));

const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));

const PAGE = "/admin/api/pages/calendar";

type Answers = Feed &
  SlotCard &
  BookingCard &
  OffCard &
  FoundClients & { refused: string; done: string; unchanged: true };
async function ask(who: Visitor, asked: Record<string, string>): Promise<Answers> {
  const { status, json } = await who.get(`${PAGE}?${new URLSearchParams(asked)}`);
  expect(status).toBe(200);
  return json as unknown as Answers;
}
async function tell(who: Visitor, told: Record<string, string>): Promise<Answers> {
  const { status, json } = await who.post(PAGE, told);
  expect(status).toBe(200);
  return json as unknown as Answers;
}
const week = (who: Visitor, more: Record<string, string> = {}) => ask(who, { view: "week", date, ...more });

describe("who sees what", () => {
  it("PE-3: managers see everybody, a specialist their own column whatever they ask for", async () => {
    for (const who of [owner, admin]) {
      const feed = await week(who);
      expect(feed.columns.map(({ name }) => name).sort()).toEqual(["Анна", "Мария"]);
      expect(feed.may).toEqual({
        add: true,
        generate: true,
        move: true,
        takeTimeOff: true,
      });
    }
    const feed = await week(specialist, { specialists: other.slice(0, 8) });
    expect(feed.everybody).toEqual([{ id: own, name: "Мария" }]);
    expect(feed.bookings.map(({ number }) => number)).toEqual([ownBooking.number]);
    expect(new Set(feed.slots.map(({ specialistId }) => specialistId))).toEqual(new Set([own]));
    expect(Object.values(feed.may)).toEqual([false, false, false, true]);
  });

  it("PE-3: another's slot, booking and time off are not there for a specialist; nobody is searched", async () => {
    expect((await ask(specialist, { ask: "slot", id: otherFree })).refused).toMatch(/больше нет/);
    expect((await ask(specialist, { ask: "booking", id: otherBooking.id })).refused).toMatch(/не ваша/);
    expect((await ask(specialist, { ask: "clients", query: "Жанна" })).refused).toMatch(/нельзя/);
    const mine = await ask(specialist, { ask: "slot", id: ownFree });
    expect(mine.actions.map(({ name }) => name)).toEqual(["closeSlot"]);
    expect([mine.isBookable, mine.mayFind]).toEqual([true, false]);
    expect((await ask(admin, { ask: "slot", id: ownFree })).mayFind).toBe(true);
    const card = await ask(specialist, { ask: "booking", id: ownBooking.id });
    expect(card.actions.map(({ name }) => name)).toEqual(["moveBooking", "recordOnSpot", "setBookingNote"]);
    expect([card.client.isOpen, card.client.mayWrite]).toEqual([false, false]);
  });

  it("PE-3: who is not signed in is asked to be", async () => {
    const { status } = await owner.ask(PAGE, { headers: { cookie: "sid=nobody" } });
    expect([200, 401]).toContain(status);
    expect((await fetch(`${url}${PAGE}`)).status).toBe(401);
  });
});

it("PY-8: the search knows beforehand whom the bot cannot send a pay link", async () => {
  const [found] = (await ask(owner, { ask: "clients", query: "Жанна" })).clients;
  expect(found?.isReachable).toBe(false);
});

describe("what is shown", () => {
  it("UN-4: times are the business's clocks, without a zone", async () => {
    const { bookings } = await week(owner);
    const row = await db.pool.query<{ at: string }>(
      `SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD"T"HH24:MI') AS at FROM bookings WHERE id = $1`,
      [ownBooking.id],
    );
    expect(bookings.find(({ id }) => id === ownBooking.id)?.start).toBe(row.rows[0]?.at);
  });

  it("what is unchanged is not sent again; any change of a slot is", async () => {
    const { revision } = await week(owner);
    expect(await week(owner, { revision })).toEqual({ unchanged: true, revision, now: expect.any(String) });
    granted(await closeSlot(app, { slotId: otherFree, reason: "обед", actor: OPERATOR }));
    const now = await week(owner, { revision });
    expect(now.slots.find(({ id }) => id === otherFree)).toMatchObject({ state: "closed", reason: "обед" });
  });

  it("a month counts its days in six whole weeks and draws nothing else", async () => {
    const month = await ask(owner, { view: "month", date });
    expect([month.counts.length, month.slots.length, month.bookings.length]).toEqual([42, 0, 0]);
    const sum = month.counts.reduce((all, { booked, regular }) => all + booked + regular, 0);
    expect(sum).toBeGreaterThanOrEqual(3);
  });

  it("SL-2: a slot's card has the services that fit, with their prices; a client is found by name and by phone", async () => {
    const card = await ask(owner, { ask: "slot", id: ownFree });
    expect(card.services).toEqual([
      {
        id: serviceId,
        name: "Стрижка",
        until: expect.stringMatching(/^\d\d:00$/),
        price: expect.stringMatching(/1.500,00/),
      },
    ]);
    expect(card.actions.map(({ name }) => name)).toEqual(["makeHot", "moveSlot", "closeSlot", "deleteSlot"]);
    for (const query of ["Жанн", "+7 900 123-45-67", "8 900 123", "123-45-67"])
      expect((await ask(owner, { ask: "clients", query })).clients.map(({ id }) => id)).toEqual([phoned.id]);
    const exact = async (query: string) => (await ask(owner, { ask: "clients", query })).exactId;
    expect([await exact("8 900 123-45-67"), await exact("8 900 123-45-6")]).toEqual([phoned.id, undefined]);
    expect(await ask(owner, { ask: "clients", query: "8 900 765-43-21" })).toEqual({
      clients: [],
      newPhone: "+79007654321",
      newPhoneText: phoneText("+79007654321"),
    });
  });

  it("a client who was found is booked by their id (PY-8)", async () => {
    const booked = await owner.post(`/admin/api/resources/Slot/records/${ownFree}/bookForClient`, {
      bookingId: randomUUID(),
      clientId: phoned.id,
      serviceId,
      payment: "on_spot",
    });
    expect(booked.json.notice?.type).toBe("success");
    const { bookings } = await week(specialist);
    expect(bookings.map(({ client }) => client)).toContain("Жанна");
  });
});

describe("what the page does itself", () => {
  it("SL-6: one's own last change is offered to be undone, once; another's is not", async () => {
    const slotId = await makeSlot(app, own, AHEAD + 6);
    await specialist.post(`/admin/api/resources/Slot/records/${slotId}/closeSlot`, { reason: "обед" });
    const { undo } = await week(specialist);
    expect(undo?.text).toMatch(/^закрыто (.+, )?\d\d:\d\d–\d\d:\d\d, Мария$/);
    const id = undo?.id ?? "";
    expect((await week(owner)).undo).toBeUndefined();
    expect((await tell(owner, { do: "undo", id })).refused).toMatch(/другой сотрудник/);
    expect((await tell(specialist, { do: "undo", id })).done).toBe("Отменено: закрытие.");
    expect((await week(specialist)).undo).toBeUndefined();
  });

  it("SL-4: time off is taken by an action, seen with its bookings, lifted by managers or who took it", async () => {
    const changeId = randomUUID();
    const day = plusDays(date, 0);
    const form = { changeId, specialistIds: [own], from: day, to: day, reason: "врач" };
    const counted = await admin.post("/admin/api/resources/Slot/actions/takeTimeOff", {
      ...form,
      isPreview: "true",
    });
    expect(counted.json.counted).toContain(`(№ ${ownBooking.number})`);
    const taken = await admin.post("/admin/api/resources/Slot/actions/takeTimeOff", form);
    expect(taken.json.notice?.type).toBe("success");
    const { off } = await week(specialist);
    expect(taken.json.madeOn).toEqual({ from: day, to: day, offId: off[0]?.id });
    expect(off).toMatchObject([
      { specialistId: own, start: `${day}T00:00`, end: `${plusDays(day, 1)}T00:00`, reason: "врач" },
    ]);
    const id = off[0]?.id ?? "";
    const card = await ask(specialist, { ask: "off", id });
    expect([card.mayLift, card.bookings.some((one) => one.id === ownBooking.id)]).toEqual([false, true]);
    expect((await tell(specialist, { do: "liftTimeOff", id })).refused).toMatch(/отметили не вы/);
    expect((await tell(admin, { do: "liftTimeOff", id })).done).toMatch(/^Снято/);
    expect(await ask(admin, { ask: "off", id })).toMatchObject({
      refused: expect.stringContaining("снято"),
      isGone: true,
    });
    expect((await week(specialist)).off).toEqual([]);

    const theirs = await specialist.post("/admin/api/resources/Slot/actions/takeTimeOff", {
      ...form,
      changeId: randomUUID(),
    });
    expect(theirs.json.notice?.type).toBe("success");
    const [mine] = (await week(specialist)).off;
    const seenBy = async (who: Visitor): Promise<OffCard> => ask(who, { ask: "off", id: mine?.id ?? "" });
    expect((await seenBy(specialist)).mayLift).toBe(true);
    // Who is not offered to move a booking on its own page is not offered it here either.
    for (const who of [admin, specialist]) {
      const { actions } = await ask(who, { ask: "booking", id: ownBooking.id });
      const isOffered = actions.some(({ name }) => name === "moveBooking");
      expect((await seenBy(who)).bookings.find(({ id }) => id === ownBooking.id)?.mayMove).toBe(isOffered);
      if (who === specialist)
        expect(theirs.json.notice?.message).toMatch(
          isOffered ? /Перенести их можно с карточки/ : /может администратор/,
        );
    }
    expect((await tell(specialist, { do: "liftTimeOff", id: mine?.id ?? "" })).done).toMatch(/^Снято/);
  });

  it("SL-4: a hold in a time off is not offered to be moved, but to be cancelled or confirmed", async () => {
    const slotId = await makeSlot(app, own, 60 * 24 + 5);
    const { startsAt } = present(await findSlot(db, slotId), "the slot");
    const bookingId = randomUUID();
    const guest = await makeClient(app, "Инга");
    granted(await holdSlot(app, { bookingId, clientId: guest, serviceId, slotId }));
    const day = dayOf(startsAt, "Europe/Moscow");
    const input = { changeId: randomUUID(), specialistIds: [own], reason: "врач", actor: OPERATOR };
    const { timeOff } = granted(await takeTimeOff(app, { ...input, span: { fromDay: day, toDay: day } }));
    const { bookings } = await ask(admin, { ask: "off", id: timeOff[0]?.id ?? "" });
    expect(bookings).toMatchObject([{ id: bookingId, waiting: "Ждёт оплаты: отменить или подтвердить." }]);
    const card = await ask(admin, { ask: "booking", id: bookingId });
    const names = card.actions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["cancelBooking", "confirmOnSpot"]));
    expect(names).not.toContain("moveBooking");
  });

  it("SL-4: time off that repeats is counted with its days, and one of it is lifted alone or with the rest", async () => {
    const [from, to] = [plusDays(date, 30), plusDays(date, 43)];
    const form = {
      specialistIds: [own],
      from,
      to,
      weekdays: ["2"],
      fromTime: "13:00",
      toTime: "14:00",
      reason: "обед",
    };
    const send = async (over: object) =>
      (await admin.post("/admin/api/resources/Slot/actions/takeTimeOff", { ...form, ...over })).json;
    const changeId = randomUUID();
    expect((await send({ changeId, isPreview: "true" })).counted).toMatch(
      /^Будет 2 раза: вт, .+; вт, .+\. Свободных окошек в это время нет\. Записей в это время нет\.$/,
    );
    expect((await send({ changeId, toTime: "12:00" })).refused?.field).toBe("toTime");
    // Hours of several days are one block, which is said, unless they are meant for each of them.
    const block = { changeId, isPreview: "true", weekdays: [] };
    expect((await send(block)).counted).toMatch(/^Без перерыва с .+, 13:00 по .+, 14:00\. /);
    expect((await send({ ...block, isDaily: "true" })).counted).toMatch(/^Будет 14 раз: /);
    expect((await send({ ...block, fromTime: "", toTime: "" })).counted).not.toContain("Без перерыва");
    expect((await send({ ...block, to: from })).counted).not.toContain("Без перерыва");
    expect(
      (await send({ changeId, to: from, weekdays: ["1", "2", "3", "4", "5", "6", "7"], fromTime: "99" }))
        .refused?.field,
    ).toBe("fromTime");
    expect((await send({ changeId })).notice?.message).toMatch(/^Записано 2 раза: вт, /);
    const inMonth = async () => [
      ...(await ask(admin, { view: "week", date: from })).off,
      ...(await ask(admin, { view: "week", date: plusDays(from, 7) })).off,
      ...(await ask(admin, { view: "week", date: to })).off,
    ];
    const taken = new Map((await inMonth()).map((one) => [one.id, one]));
    expect([...taken.values()].map(({ start }) => start.slice(11))).toEqual(["13:00", "13:00"]);
    const [id = ""] = taken.keys();
    expect((await ask(admin, { ask: "off", id })).series).toMatch(/^ещё 1, последний — вт, /);
    const lastOne = [...taken.keys()].at(-1) ?? "";
    expect((await ask(admin, { ask: "off", id: lastOne })).series).toBe("ещё 1, последний — этот");
    expect((await tell(admin, { do: "liftTimeOff", id, isWholeSeries: "true" })).done).toMatch(
      /^Снято: 2 раза\./,
    );
    expect(await inMonth()).toEqual([]);
  });

  it("SL-4: the bookings in all that was taken in one go stand on each of its cards", async () => {
    const slotId = await makeSlot(app, own, AHEAD + 50 * 24);
    const guest = await makeClient(app, "Зоя");
    const booked = await makeBooking(app, { clientId: guest, serviceId, slotId });
    const at = plusDays(date, 50);
    const taken = await admin.post("/admin/api/resources/Slot/actions/takeTimeOff", {
      ...{ changeId: randomUUID(), specialistIds: [own, other], from: at, to: plusDays(at, 2) },
      ...{ fromTime: "00:00", toTime: "23:59", isDaily: "true", reason: "ремонт" },
    });
    const offId = taken.json.madeOn?.offId;
    const all = (await ask(admin, { view: "week", date: at })).off.filter(
      ({ reason }) => reason === "ремонт",
    );
    expect(all.length).toBeGreaterThan(1);
    for (const { id } of all) {
      const card = await ask(admin, { ask: "off", id });
      const told = id === offId ? card.bookings : card.elsewhere;
      expect(told.map((one) => one.id)).toEqual([booked.id]);
      expect(id === offId ? card.elsewhere : card.bookings).toEqual([]);
    }
  });

  it("PE-3: a specialist sees no time off of another's", async () => {
    const input = { changeId: randomUUID(), specialistIds: [other], reason: "отпуск", actor: OPERATOR };
    const { timeOff } = granted(await takeTimeOff(app, { ...input, span: { fromDay: date, toDay: date } }));
    expect((await ask(specialist, { ask: "off", id: timeOff[0]?.id ?? "" })).refused).toMatch(/нет/);
  });

  it("a moved slot goes where the form says, and nowhere when it is refused", async () => {
    const slotId = await makeSlot(app, own, AHEAD + 8);
    const at = `/admin/api/resources/Slot/records/${slotId}/moveSlot`;
    const far = plusDays(date, 20);
    const wrong = await owner.post(at, { day: far, time: "25:00", length: "60" });
    expect(wrong.json.refused?.field).toBe("time");
    const tooLong = await owner.post(at, { day: far, time: "10:00", length: "9999" });
    expect(tooLong.json.refused?.field).toBe("length");
    expect((await specialist.post(at, { day: far, time: "10:00", length: "60" })).status).toBe(403);
    const moved = await owner.post(at, { day: far, time: "10:00", length: "90", specialistId: other });
    expect(moved.json.notice?.type).toBe("success");
    const { slots } = await ask(owner, { view: "day", date: far });
    expect(slots).toMatchObject([
      { id: slotId, specialistId: other, start: `${far}T10:00`, end: `${far}T11:30` },
    ]);
  });
});

describe("wrong input", () => {
  it.each([
    { view: "year" },
    { date: "2026-02-30" },
    { date: "0001-01-01" },
    { date: "9999-12-31", view: "month" },
    { date: "x".repeat(400) },
    { ask: "slot", id: "1" },
    { ask: "booking", id: "' OR 1=1" },
    { ask: "off", id: "%00" },
    { ask: "booking" },
  ])("is answered with a sentence: %j", async (asked) => {
    expect((await ask(owner, asked as Record<string, string>)).refused).toMatch(/[а-я].*[.:]/i);
  });

  it("whatever is asked for, nothing breaks", async () => {
    for (const asked of [
      "specialists=1,2,%00",
      "ask=clients&query=%25%25%5C",
      "ask=clients&query=",
      "ask=nothing",
      "view[]=day",
    ])
      expect((await owner.get(`${PAGE}?${asked}`)).status).toBe(200);
    for (const told of [
      {},
      { do: "drop" },
      { do: "undo" },
      { do: "undo", id: { a: 1 } },
      { do: "liftTimeOff", id: [] },
    ])
      expect((await tell(owner, told as Record<string, string>)).refused).toMatch(/[а-я]/);
  });
});

it("a slot that a booking took says so and offers nothing", async () => {
  const taken = await ask(owner, { ask: "slot", id: otherSlot });
  expect([taken.stateText, taken.isTaken, taken.isBookable, taken.actions]).toEqual([
    "занято",
    true,
    false,
    [],
  ]);
  const open = await makeSlot(app, other, AHEAD + 24);
  const listed = await owner.get("/admin/api/resources/Slot/actions/list?perPage=100");
  const state = (id: string) =>
    (listed.json.records ?? []).find((one) => one.id === id)?.params.state as unknown;
  expect([state(otherSlot), state(open)]).toEqual(["занято", "открыто"]);
});
