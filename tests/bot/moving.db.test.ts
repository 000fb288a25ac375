import { beforeEach, describe, expect, it } from "vitest";
import { askCancel, pay, toMove } from "../../src/bot/buttons.ts";
import { anew } from "../../src/bot/callback-data.ts";
import {
  cancelBooking,
  expireHolds,
  listClientBookings,
  rescheduleBooking,
  setVip,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { alignClocks, pass, payAtBank, providerIdOf } from "../support/bank.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { blockByHand } from "../support/people.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
await alignClocks(app);
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка" });
const maria = await makeSpecialist(app, [service.id], { name: "Мария" });
const slots = new Map<string, string>();
for (const day of [24, 25, 26])
  for (const hour of ["09", "10", "11", "12", "13", "14", "15", "16"]) {
    const kind = day === 26 ? "hot" : "regular";
    const slot = await makeSlot(app, {
      specialistId: maria.id,
      startsAt: `2026-11-${day}T${hour}:00:00Z`,
      kind,
    });
    slots.set(`${day} ${hour}`, slot.id);
  }
beforeEach(() => app.clock.set(START));

let telegramId = 4_000;
/** Somebody who booked a time of tomorrow and paid for it, an hour ago, by card and points. */
async function booked(time: string, points = 0) {
  telegramId += 1;
  const one = person(telegramId);
  await one.join();
  const client = present(await findClientByTelegram(app.db, telegramId), "the client");
  await one.write("/book");
  for (const caption of ["Стрижка", "🟢 24", `🟢 ${time}`]) await one.press(caption);
  if (points > 0) {
    await givePoints(app, client.id, points);
    await one.press(captionsOf(await one.last()).find((caption) => caption.includes("Отказаться")) ?? "");
    await one.write("/book");
    for (const caption of ["Стрижка", "🟢 24", `🟢 ${time}`, "🎁", "Все"]) await one.press(caption);
  }
  await one.press("Оплатить");
  const bookings = () => bookingsOf(client.id);
  const [booking] = await bookings();
  await payAtBank(app, await providerIdOf(app, booking?.id ?? ""));
  await one.press("Я оплатил");
  app.clock.advance(60 * 60_000);
  const open = async () => {
    await one.write("/my");
    await one.press("Стрижка");
  };
  return { ...one, client, bookings, open, booking: present((await bookings())[0], "the booking") };
}
const bookingsOf = (clientId: string) =>
  listClientBookings(app.db, { clientId, kind: "upcoming", now: app.clock.now(), rowsMax: 9, offset: 0 });

/** What the newest message says and offers, as a person sees it. */
const seen = (message: {
  readonly text: string;
  readonly buttons: readonly (readonly { readonly text: string }[])[];
}) =>
  `\n${[message.text, "", ...message.buttons.map((row) => row.map(({ text }) => `[${text}]`).join(" "))].join("\n")}\n`;

describe("CX-7: a client moves a booking", () => {
  it("in time at the same price in one tap: calendar, times, what it means, done, and a message with the file", async () => {
    const anna = await booked("12:00");
    await anna.open();
    const card = await anna.last();
    expect(captionsOf(card)).toContain("Перенести");
    expect(card.text).not.toContain("Нужно перенести?");
    await anna.press("Перенести");
    expect(seen(await anna.last())).toMatchSnapshot("the days");
    await anna.press("🟢 25");
    expect(seen(await anna.last())).toMatchSnapshot("the times");
    await anna.press("🟢 15:00");
    expect(seen(await anna.last())).toMatchSnapshot("at once");
    await anna.press("Перенести");
    const [moved, ...others] = await anna.bookings();
    expect([moved?.state, moved?.paid, others]).toEqual(["confirmed", 200_000, []]);
    const told = await anna.last();
    expect(seen(told)).toMatchSnapshot("the message");
    expect(told.text, "CX-1").toContain("Отменить без штрафа можно до ср, 25 ноября, 03:00.");
    expect(told.document?.file_name).toBe(`zapis-${moved?.number}.ics`);
    expect((await anna.messages()).map(({ text }) => text)).toContain("✅ Перенесли, подробности ниже 👇");
    const file = await fetch(String((told.document as { url?: string } | undefined)?.url ?? ""));
    const text = await file.text();
    expect(text).toContain(`UID:booking-${anna.booking.id}@okoshko`);
    expect(text).toContain("SEQUENCE:1");
  });

  it("to a hot window: the price changes, the new one is paid, the old one's money comes back", async () => {
    const anna = await booked("13:00", 500);
    await anna.open();
    for (const caption of ["Перенести", "🔴 26", "12:00"]) await anna.press(caption);
    expect(seen(await anna.last())).toMatchSnapshot("cheaper");
    await anna.press("Перенести и оплатить");
    expect(seen(await anna.last())).toMatchSnapshot("the hold");
    expect((await anna.bookings()).map(({ state }) => state)).toEqual(["confirmed", "held"]);
    await anna.press("Оплатить");
    expect((await anna.last()).text).toContain("останется за вами, пока новое не оплачено");
    const held = (await anna.bookings()).at(-1);
    await payAtBank(app, await providerIdOf(app, held?.id ?? ""));
    await anna.press("Я оплатил");
    expect(seen(await anna.last())).toMatchSnapshot("the message of a settled move");
    expect((await anna.bookings()).map(({ id, state }) => [id, state])).toEqual([[held?.id, "confirmed"]]);
  });

  it("late: it says exactly what it costs, and what was shown is what happens", async () => {
    const anna = await booked("14:00");
    app.clock.set("2026-11-23T22:59:59Z");
    await anna.open();
    for (const caption of ["Перенести", "🟢 25", "🟢 16:00"]) await anna.press(caption);
    expect(seen(await anna.last())).toMatchSnapshot("in time to the second");
    app.clock.set("2026-11-23T23:00:01Z");
    await anna.press("Перенести");
    expect(seen(await anna.last())).toMatchSnapshot("late, asked again");
    expect((await anna.bookings()).map(({ id }) => id)).toEqual([anna.booking.id]);
    await anna.press("Оставить запись");
    expect((await anna.last()).text).toContain("подтверждена");

    // The same on the summary, before paying, and on coming back by the list (CX-5).
    await alignClocks(app);
    for (const caption of ["Перенести", "🟢 25", "🟢 16:00", "Перенести и оплатить"])
      await anna.press(caption);
    const said = [
      "останется за вами, пока новое не оплачено.",
      "За поздний перенос спишем 200 баллов.",
      "Вернём 2 000,00 ₽ за прежнее время: обычно деньги приходят за несколько дней.",
    ].join("\n");
    expect((await anna.last()).text).toContain(said);
    await anna.press("Оплатить");
    expect((await anna.last()).text).toContain(said);
    await anna.press("Я оплатил");
    expect((await anna.last()).text).toContain(said);
    await anna.write("/my");
    await anna.press("⏳");
    expect((await anna.last()).text).toContain(said);
    await anna.press("Не переносить");
    expect((await anna.bookings()).map(({ id }) => id)).toEqual([anna.booking.id]);
  });

  it("a time that was taken meanwhile leads to the others, a hold that expired to the same move", async () => {
    const anna = await booked("15:00");
    await anna.open();
    for (const caption of ["Перенести", "🟢 25", "🟢 17:00"]) await anna.press(caption);
    const other = await booked("16:00");
    const by = { kind: "business", actor: OPERATOR, reason: "так" } as const;
    const taken = { bookingId: app.newId(), replacesId: other.booking.id, serviceId: service.id };
    granted(await rescheduleBooking(app, { ...taken, slotId: slots.get("25 14") ?? "", by }));
    await anna.press("Перенести");
    expect((await anna.last()).text).toContain("Это время только что заняли.");
    for (const caption of ["🔴 26", "13:00", "Перенести и оплатить"]) await anna.press(caption);
    await pass(app, 15 * 60);
    await expireHolds(app);
    await settle();
    expect(seen(await anna.last())).toMatchSnapshot("over");
    await anna.press("Выбрать снова");
    expect((await anna.last()).text).toContain(`Переносим запись №${anna.booking.number}`);
  });

  it("an old card shows what the booking became, and old buttons move nothing", async () => {
    const anna = await booked("17:00");
    await anna.open();
    for (const caption of ["Перенести", "🟢 25", "🟢 18:00"]) await anna.press(caption);
    const ask = await anna.last();
    const data = ask.buttons.flat().find(({ text }) => text === "Перенести");
    await anna.press("Перенести");
    await anna.pressData((data as { callback_data?: string } | undefined)?.callback_data ?? "");
    const card = await anna.last();
    expect(card.text).toContain("перенесена");
    const [moved] = await anna.bookings();
    expect(captionsOf(card)).toContain(`Теперь это запись №${moved?.number} · ср 25.11 18:00`);
    await anna.press("Теперь это запись");
    expect((await anna.last()).text).toContain(`Запись №${moved?.number}: подтверждена`);
  });

  it("who is blocked is told why, on the card (CX-4)", async () => {
    const anna = await booked("18:00");
    await anna.open();
    for (const caption of ["Перенести", "🟢 25"]) await anna.press(caption);
    await blockByHand(app, anna.client.id);
    await settle();
    await anna.open();
    await anna.press("Перенести");
    const { text } = await anna.last();
    expect(text).toContain("Запись через бота для вас закрыта");
    expect(text).toContain("Причина: спор.");
    expect(text).toContain("подтверждена");
    for (const way of [() => anna.write("/book"), () => anna.press("Записаться ещё раз")]) {
      await anna.open();
      await way();
      expect((await anna.last()).text).toContain("Причина: спор.");
    }
    granted(await setVip(app, { clientId: anna.client.id, isVip: true, actor: OPERATOR }));
    await settle();
    await anna.write("/book");
    expect(captionsOf(await anna.last()).join()).toContain("Стрижка");
  });
});

describe("CX-7, MS-8: the business moves a booking", () => {
  it("the client and the staff are told from when to when, and the client may move it themselves", async () => {
    const boss = person(9_100, "Хозяйка");
    await boss.come();
    granted(await addStaff(app, { name: "Хозяйка", role: "owner", telegramId: 9_100, actor: OPERATOR }));
    const anna = await booked("19:00", 1_000);
    const ira = await makeSpecialist(app, [service.id], { name: "Ирина" });
    const slot = await makeSlot(app, { specialistId: ira.id, startsAt: "2026-11-27T09:00:00Z", kind: "hot" });
    const by = { kind: "business", actor: OPERATOR, reason: "мастер заболел" } as const;
    const asked = {
      bookingId: app.newId(),
      replacesId: anna.booking.id,
      serviceId: service.id,
      slotId: slot.id,
      by,
    };
    granted(await rescheduleBooking(app, asked));
    await settle();
    expect(seen(await anna.last())).toMatchSnapshot("to the client");
    expect(seen(await boss.last())).toMatchSnapshot("to staff");
    await anna.press("Перенести");
    expect((await anna.last()).text).toContain("Переносим запись №");
    expect(captionsOf(await anna.last())).toContain("👤 Специалист: любой");
    await anna.press("👤 Специалист: любой");
    expect(captionsOf(await anna.last())).toContain("👤 Специалист: Ирина");
  });
});

describe("CX-1: a booking that is past changing", () => {
  it("is neither moved nor cancelled by its client: neither is offered, and old buttons say why (CX-1)", async () => {
    const anna = await booked("16:00");
    app.clock.set("2026-11-24T12:59:59Z");
    // The reminders of the morning come first.
    await settle();
    await anna.open();
    expect(captionsOf(await anna.last())).toEqual(expect.arrayContaining(["Перенести", "Отменить запись"]));
    app.clock.set(anna.booking.startsAt);
    for (const old of ["Перенести", "Отменить запись"]) {
      const bookingId = anna.booking.id;
      const data =
        old === "Перенести" ? toMove.pack({ bookingId, whose: "any" }) : askCancel.pack({ bookingId });
      await anna.pressData(data);
      const told = await anna.last();
      expect(told.text).toContain("Визит уже начался, поэтому изменить или отменить запись можем только мы.");
      expect(captionsOf(told)).not.toContain("Перенести");
      expect(captionsOf(told)).not.toContain("Отменить запись");
      app.clock.set("2026-11-24T12:59:59Z");
      await anna.open();
      app.clock.set(anna.booking.startsAt);
    }
  });

  it("a cancelled booking answers an old button to pay it as what it is (PY-1)", async () => {
    const anna = await booked("12:00");
    const [bookingId, clientId] = [anna.booking.id, anna.client.id];
    granted(await cancelBooking(app, { bookingId, by: { kind: "client", clientId } }));
    await settle();
    await anna.pressData(anew(pay.pack({ bookingId, method: "bank_card" })));
    const { text } = await anna.last();
    expect(text).toContain("Эта запись отменена.");
    expect(text).not.toContain("вышло");
  });
});
