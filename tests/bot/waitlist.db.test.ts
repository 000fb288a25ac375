import { beforeEach, describe, expect, it } from "vitest";
import { giveUpOffer } from "../../src/bot/buttons.ts";
import { anew } from "../../src/bot/callback-data.ts";
import {
  bookingStateText,
  expireHolds,
  findBooking,
  holdSlot,
  leaveWaitlist,
  listWaitlist,
  OPEN_WAIT_STATES,
  offerWaitlist,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { START, testApp } from "../support/app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { blockByHand } from "../support/people.ts";
import { makeWaiting } from "../support/wait.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const base = await testApp();
const { app, person, settle } = await startBot(base);
let lastPerson = 9_000;
let lastService = 0;

/** Somebody in the bot, and a service that is full. */
async function situation() {
  lastPerson += 1;
  lastService += 1;
  const anna = person(lastPerson);
  await anna.join();
  const service = await makeService(base, { name: `Маникюр ${lastService}`, policy: "onSite" });
  const specialist = await makeSpecialist(base, [service.id]);
  const client = present(await findClientByTelegram(app.db, anna.id), "the client");
  const slotAt = (startsAt: string) => makeSlot(base, { specialistId: specialist.id, startsAt });
  return { anna, service, specialist, client, slotAt };
}
const waits = (clientId: string) => listWaitlist(app.db, { clientId, states: OPEN_WAIT_STATES, rowsMax: 10 });
const offer = async () => {
  await offerWaitlist(base);
  await settle();
};

/** What may still be tapped under an earlier message. */
async function answersUnder(who: Pick<ReturnType<typeof person>, "messages">, messageId: number) {
  const found = (await who.messages()).find(({ message_id }) => message_id === messageId);
  return found && captionsOf(found);
}

beforeEach(() => base.clock.set(START));

describe("MS-9: in the bot", () => {
  it("where nothing is free, a few taps and one waits; again is not twice", async () => {
    const { anna, service, client } = await situation();
    const wait = async () => {
      await anna.write("/book");
      await anna.press(service.name);
      await anna.press("Сообщить, когда освободится");
      await anna.press("Любой день (23.11–6.12)");
      await anna.press("Вечер");
    };
    await wait();
    expect((await anna.last()).text).toContain("придержим его за вами на 15 минут");
    await anna.press("Жду");
    expect((await anna.last()).text).toContain("Готово, ждём вместе!");
    expect(await waits(client.id)).toMatchObject([
      { serviceId: service.id, fromMinute: 17 * 60, toMinute: 24 * 60, specialistId: undefined },
    ]);
    await wait();
    await anna.press("Жду");
    expect((await anna.last()).text).toContain("Этого времени вы уже ждёте");
    expect(await waits(client.id)).toHaveLength(1);
    await anna.write("/my");
    await anna.press("🔔 Лист ожидания: 1");
    await anna.press("Больше не ждать");
    expect((await anna.last()).text).toContain("Хорошо, больше не ждём");
    expect(await waits(client.id)).toEqual([]);
    await anna.write("/my");
    expect(await anna.captions()).not.toContain("🔔 Лист ожидания: 1");
  });

  it("days are marked one by one, and with whom is kept from the calendar", async () => {
    const { anna, service, specialist, client } = await situation();
    await makeSpecialist(base, [service.id]);
    await anna.write("/book");
    await anna.press(service.name);
    await anna.press("Специалист: любой");
    await anna.press(specialist.name);
    await anna.press("Сообщить, когда освободится");
    await anna.press("Выбрать дни");
    for (const number of ["25", "28", "29", "✓ 28"]) await anna.press(number);
    await anna.press("Дальше");
    await anna.press("Любое время");
    await anna.press("Жду");
    expect(await waits(client.id)).toMatchObject([
      { specialistId: specialist.id, days: ["2026-11-25", "2026-11-29"], fromMinute: 0, toMinute: 1440 },
    ]);
  });

  it("a day whose times are gone leads straight to its hours", async () => {
    const { anna, service, client, slotAt } = await situation();
    const slot = await slotAt("2026-11-24T09:00:00Z");
    await anna.write("/book");
    await anna.press(service.name);
    await base.db.pool.query("DELETE FROM slots WHERE id = $1", [slot.id]);
    await anna.press("🟢 24");
    await anna.press("Сообщить, когда освободится");
    await anna.press("День");
    await anna.press("Жду");
    expect(await waits(client.id)).toMatchObject([{ days: ["2026-11-24"], fromMinute: 720, toMinute: 1020 }]);
  });

  it("a full day leads to waiting for exactly that day", async () => {
    const { anna, service, client, slotAt } = await situation();
    const { id: slotId } = await slotAt("2026-11-24T09:00:00Z");
    const { id: clientId } = await makeClient(base);
    granted(await holdSlot(base, { bookingId: base.newId(), clientId, serviceId: service.id, slotId }));
    await anna.write("/book");
    await anna.press(service.name);
    await anna.press("⚪ 24");
    expect((await anna.last()).text).toContain("24 ноября");
    await anna.press("Сообщить, когда освободится");
    await anna.press("Любое время");
    await anna.press("Жду");
    expect(await waits(client.id)).toMatchObject([{ days: ["2026-11-24"], fromMinute: 0, toMinute: 1440 }]);
  });

  it("whoever is blocked is told so at the first step (CX-4)", async () => {
    const { anna, service, client } = await situation();
    await anna.write("/book");
    await anna.press(service.name);
    await blockByHand(base, client.id);
    await anna.press("Сообщить, когда освободится");
    expect((await anna.last()).text).toContain("закрыта");
  });
});

describe("MS-9: an offer in the chat", () => {
  it("is taken: its button leads to the hold, and from there to the visit", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    await offer();
    const message = await anna.last();
    expect(message.text).toContain("Освободилось окошко!");
    expect(message.text).toContain("Придержали его за вами до 12:15");
    expect(await anna.captions()).toEqual(["Забрать", "Не подходит", "Больше не ждать"]);
    await anna.press("Забрать");
    await anna.press("Записаться");
    expect((await anna.messages()).some(({ text }) => text.includes("Вы записаны!"))).toBe(true);
    expect(await waits(client.id)).toEqual([]);
    expect(await answersUnder(anna, message.message_id)).toEqual([]);
  });

  it("UN-4: of an online service names the zone until when it is held, as the hold itself does", async () => {
    const { anna, client } = await situation();
    const online = await makeService(base, { kind: "online", policy: "onSite" });
    const { id: specialistId } = await makeSpecialist(base, [online.id]);
    await makeWaiting(base, { serviceId: online.id, clientId: client.id });
    await makeSlot(base, { specialistId, startsAt: "2026-11-24T09:00:00Z", kind: "online" });
    await offer();
    expect((await anna.last()).text).toContain("Придержали его за вами до 12:15 (Москва).");
  });

  it("is declined: the start is free, and the client waits on", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    await offer();
    const bookingId = present((await waits(client.id))[0]?.offeredBookingId, "the offer");
    const { message_id: offered } = await anna.last();
    await anna.press("Не подходит");
    expect((await anna.last()).text).toContain("Ждём дальше");
    expect(await answersUnder(anna, offered)).toEqual([]);
    const before = (await anna.messages()).length;
    await anna.pressData(anew(giveUpOffer.pack({ bookingId })));
    expect((await anna.messages()).length).toBe(before);
    expect((await anna.toasts()).at(-1)).toBe("Вы уже отказались от этого окошка");
    const dropped = await findBooking(app.db, bookingId);
    expect(dropped).toMatchObject({ state: "expired", endedReason: "given_up", wasOffered: true });
    expect(dropped && bookingStateText(dropped)).toBe("предложение не взяли");
    expect(await waits(client.id)).toMatchObject([{ state: "waiting" }]);
    await offer();
    expect((await anna.last()).text).toContain("Ждём дальше");
  });

  it("runs out: one message says so and that the client waits on; the third says that it was the last", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    for (const hour of ["10", "11", "12"]) {
      await slotAt(`2026-11-24T${hour}:00:00Z`);
      await offer();
      const before = (await anna.messages()).length;
      const { message_id: offered } = await anna.last();
      base.clock.advance(15 * 60_000);
      await expireHolds(base);
      await settle();
      expect((await anna.messages()).length).toBe(before + 1);
      const { text } = await anna.last();
      expect(text).toContain("Мы подождали ответа и отпустили это окошко");
      expect(text.includes("по-прежнему в листе ожидания")).toBe(hour !== "12");
      expect(text.includes("больше не беспокоим")).toBe(hour === "12");
      expect(await answersUnder(anna, offered)).toEqual([]);
    }
  });

  it("that ran out, tapped late, says so and nothing of a payment that there was not", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    await offer();
    base.clock.advance(15 * 60_000);
    await anna.press("Забрать");
    const { text } = await anna.last();
    expect(text).toContain("Предложение уже закончилось");
    expect(text).toContain("по-прежнему в листе ожидания");
    expect(text).not.toContain("оплату");
    const { length } = await anna.messages();
    await expireHolds(base);
    await settle();
    expect(await anna.messages()).toHaveLength(length);
  });

  it("taken and then let go says that the client waits on, as «Не подходит» does", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    await offer();
    const { message_id: offered } = await anna.last();
    await anna.press("Забрать");
    await anna.press("Отказаться");
    expect((await anna.last()).text).toContain("Ждём дальше");
    expect(await waits(client.id)).toMatchObject([{ state: "waiting" }]);
    expect(await answersUnder(anna, offered)).toEqual([]);
  });

  it("«Больше не ждать» under it ends both", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    await offer();
    const { message_id: offered } = await anna.last();
    await anna.press("Больше не ждать");
    expect((await anna.last()).text).toContain("Хорошо, больше не ждём");
    expect(await answersUnder(anna, offered)).toEqual([]);
    expect(await waits(client.id)).toEqual([]);
    await offer();
    expect((await anna.last()).text).toContain("Хорошо, больше не ждём");
  });

  it("is not sent when it is over before it could be", async () => {
    const { anna, service, client, slotAt } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    await slotAt("2026-11-24T09:00:00Z");
    const { text } = await anna.last();
    await offerWaitlist(base);
    base.clock.advance(15 * 60_000);
    await settle();
    expect((await anna.last()).text).toBe(text);
  });
});

describe("MS-8, MS-9: what staff and the calendar end", () => {
  it("staff's adding and removing are told, with the reason", async () => {
    const { anna, service, client } = await situation();
    const { entry } = await makeWaiting(base, {
      serviceId: service.id,
      clientId: client.id,
      actor: OPERATOR,
    });
    await settle();
    expect((await anna.last()).text).toContain("Добавили вас в лист ожидания");
    const by = { kind: "staff", actor: OPERATOR, reason: "Мастер <заболел>" } as const;
    granted(await leaveWaitlist(base, { entryId: entry.id, by }));
    await settle();
    expect((await anna.last()).text).toContain("Причина: Мастер <заболел>");
  });

  it("days that are over are told once, warmly, with a way on", async () => {
    const { anna, service, client } = await situation();
    await makeWaiting(base, { serviceId: service.id, clientId: client.id });
    base.clock.set("2026-11-25T09:00:00Z");
    await offer();
    expect((await anna.last()).text).toContain("подходящее время так и не освободилось");
    expect(await anna.captions()).toContain("Выбрать снова");
    const { length } = await anna.messages();
    await offer();
    expect(await anna.messages()).toHaveLength(length);
  });

  it("an id that somebody made up is nobody's entry", async () => {
    const { anna, service } = await situation();
    const { entry } = await makeWaiting(base, { serviceId: service.id });
    await anna.pressData(`wx:${Buffer.from(entry.id.replaceAll("-", ""), "hex").toString("base64url")}`);
    expect((await anna.last()).text).toContain("Этого в листе ожидания нет");
  });
});
