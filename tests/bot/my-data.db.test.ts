import { describe, expect, it } from "vitest";
import { replyToClient } from "../../src/bot/buttons.ts";
import { bookForClient, listClientBookings } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram, hasConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { bookedByClient, bookedByStaff, makeEntered } from "../support/people.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle } = await startBot(app);

const clientOf = async (telegramId: number) =>
  present(await findClientByTelegram(app.db, telegramId), "the client");

describe("my data in the bot (PE-2)", () => {
  it("are a button of the menu and a command, and say what is kept", async () => {
    const anna = person(6001);
    await anna.join();
    await anna.press("Мои данные");
    const screen = await anna.last();
    expect(screen.text).toContain("Что мы о вас храним");
    expect(screen.text).toContain("Имя: Анна");
    expect(screen.text).toContain("Телефон: не указан");
    expect(screen.text).toContain("Согласие на обработку данных: 23 ноября 2026, версия 1");
    await anna.write("/me");
    expect((await anna.last()).text).toContain("Что мы о вас храним");
  });

  it("the name is changed by typing it, and a bad one is asked for again", async () => {
    const anna = person(6002);
    await anna.join();
    await anna.write("/me");
    await anna.press("Имя");
    await anna.write("я".repeat(61));
    expect((await anna.last()).text).toContain("Имя длинновато");
    await anna.write("Анна Сергеевна");
    expect((await anna.last()).text).toContain("Имя изменили");
    expect((await clientOf(6002)).name).toBe("Анна Сергеевна");
  });

  it("the birthday is typed, checked and taken away (PE-4)", async () => {
    const anna = person(6003);
    await anna.join();
    await anna.write("/me");
    await anna.press("День рождения");
    for (const [typed, why] of [
      ["31.02", "Не получилось разобрать дату"],
      ["01.01.2030", "Проверьте, пожалуйста, год"],
    ] as const) {
      await anna.write(typed);
      expect((await anna.last()).text).toContain(why);
    }
    await anna.write("7.03.1990");
    expect((await anna.last()).text).toContain("День рождения: 07.03.1990");
    await anna.press("День рождения");
    await anna.press("Убрать");
    expect((await anna.last()).text).toContain("День рождения: не указан");
    expect((await clientOf(6003)).birthday).toBeUndefined();
  });

  it("PY-6: the e-mail for receipts is given, refused in words, changed and taken away", async () => {
    const anna = person(6007);
    await anna.join();
    await anna.write("/me");
    expect((await anna.last()).text).toContain("Почта для чеков: не указана");
    await anna.press("Почта для чеков");
    await anna.write("аня");
    expect((await anna.last()).text).toContain("Это не похоже на адрес почты");
    await anna.write("anna@example.ru");
    expect((await anna.last()).text).toContain("Почта для чеков: anna@example.ru");
    await anna.press("Почта для чеков");
    expect((await anna.last()).text).toContain("Сейчас это anna@example.ru.");
    await anna.write("vera@example.ru");
    expect((await clientOf(6007)).email).toBe("vera@example.ru");
    await anna.press("Почта для чеков");
    await anna.press("Убрать почту");
    expect((await anna.last()).text).toContain("Почта для чеков: не указана");
    expect((await clientOf(6007)).email).toBeUndefined();
  });

  it("news are switched on and off, each with the caption pressed as evidence (PE-1)", async () => {
    const anna = person(6004);
    await anna.join();
    const { id } = await clientOf(6004);
    await anna.write("/me");
    await anna.press("Получать новости");
    expect((await anna.last()).text).toContain("Новости и скидки: получаете");
    expect(await hasConsent(app.db, id, "marketing")).toBe(true);
    await anna.press("Не получать новости");
    expect(await hasConsent(app.db, id, "marketing")).toBe(false);
    const kept = await app.db.many(sql`
      SELECT action, pressed FROM consents WHERE client_id = ${id}::uuid AND kind = 'marketing' ORDER BY created_at`);
    expect(kept).toEqual([
      { action: "given", pressed: "Получать новости и скидки" },
      { action: "withdrawn", pressed: "Не получать новости и скидки" },
    ]);
  });

  it("the phone comes by a contact alone; words and other people's cards are told so", async () => {
    const anna = person(6005);
    await anna.join();
    await anna.write("/me");
    await anna.press("Телефон");
    await anna.write("+79005556611");
    expect((await anna.last()).text).toContain("Принять номер можем только по кнопке");
    await anna.share({ phone_number: "79005556611", user_id: 999 });
    expect((await anna.last()).text).toContain("чужой контакт");
    await anna.share({ phone_number: "79005556611" });
    expect((await anna.last()).text).toContain("Телефон: +79005556611, подтверждён");
    await anna.press("Телефон");
    await anna.write("Оставить как есть");
    expect((await anna.last()).text).toContain("Телефон: +79005556611");
    await anna.press("Телефон");
    await anna.write("/menu");
    await anna.write("Оставить как есть");
    expect((await anna.messages()).at(-2)?.text).toContain("телефон не меняем");
    expect((await anna.last()).text).toContain("Телефон: +79005556611");
  });

  it("are sent as a page and as a file for machines", async () => {
    const anna = person(6006);
    await anna.join();
    await anna.write("/me");
    await anna.press("Скачать");
    const files = (await anna.messages()).flatMap(({ document }) => (document ? [document.file_name] : []));
    expect(files).toEqual(["moi-dannye-2026-11-23.html", "moi-dannye-2026-11-23.json"]);
  });
});

describe("a client's own zone (UN-4)", () => {
  it("is shown with the business's for online visits, both named, and never for visits in person", async () => {
    const anna = person(6010);
    await anna.join();
    await anna.write("/me");
    await anna.press("Часовой пояс");
    await anna.press("Омск");
    expect((await anna.last()).text).toContain("Часовой пояс: Омск");
    const { id: clientId } = await clientOf(6010);
    const online = await makeService(app, { kind: "online", policy: "onSite" });
    const specialist = await makeSpecialist(app, [online.id]);
    const slot = await makeSlot(app, {
      specialistId: specialist.id,
      startsAt: "2026-11-25T09:00:00Z",
      kind: "online",
    });
    const common = {
      clientId,
      payment: { by: "on_spot", waiverReason: undefined },
      actor: OPERATOR,
    } as const;
    granted(
      await bookForClient(app, { ...common, bookingId: app.newId(), serviceId: online.id, slotId: slot.id }),
    );
    await settle();
    expect((await anna.last()).text).toContain("12:00 (Москва), у вас ср, 25 ноября, 15:00 (Омск)");
    await bookedByStaff(app, clientId, "2026-11-26T09:00:00Z");
    await settle();
    expect((await anna.last()).text).toContain("чт, 26 ноября, 12:00");
    expect((await anna.last()).text).not.toContain("Омск");
    await anna.write("/me");
    await anna.press("Часовой пояс");
    await anna.press("Как у вас");
    expect((await clientOf(6010)).timeZone).toBeUndefined();
  });
});

describe("sharing a phone by which staff knew the client (PE-4)", () => {
  it("brings the bookings that staff had made, and says so", async () => {
    const entered = await makeEntered(app, "+79005557701");
    await bookedByStaff(app, entered.id);
    const anna = person(6020);
    await anna.join();
    await anna.write("/me");
    await anna.press("Телефон");
    await anna.share({ phone_number: "79005557701" });
    expect((await anna.messages()).at(-2)?.text).toContain("нашлись ваши прежние записи");
    expect((await anna.last()).text).toContain("Записей: 1");
    const { id: clientId } = await clientOf(6020);
    const page = { clientId, kind: "upcoming", now: app.clock.now(), rowsMax: 5, offset: 0 } as const;
    expect(await listClientBookings(app.db, page)).toHaveLength(1);
  });

  it("is refused in words when visits overlap, and managers hear of it", async () => {
    const olga = person(6031, "Ольга");
    await olga.join();
    granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 6031, actor: OPERATOR }));
    const entered = await makeEntered(app, "+79005557702");
    const anna = person(6021);
    await anna.join();
    await bookedByStaff(app, entered.id, "2026-11-27T09:00:00Z");
    await bookedByClient(app, (await clientOf(6021)).id, "2026-11-27T09:00:00Z");
    await anna.write("/me");
    await anna.press("Телефон");
    await anna.share({ phone_number: "79005557702" });
    expect(
      (await anna.messages()).some(({ text }) => text.includes("одна из них пересекается с вашей")),
    ).toBe(true);
    expect((await clientOf(6021)).phone).toBeUndefined();
    await settle();
    expect((await olga.messages()).at(-1)?.text).toMatch(/Анна подтвердил.*№\d+ и №\d+ пересекаются/);
  });
});

describe("staff's old buttons", () => {
  it("lead to the one whom a client became, and nowhere when there is nobody any more (PE-4, PE-2)", async () => {
    const boss = person(6051, "Пётр");
    await boss.join();
    granted(await addStaff(app, { name: "Пётр", role: "admin", telegramId: 6051, actor: OPERATOR }));
    const entered = await makeEntered(app, "+79005557703");
    const anna = person(6052, "Инна");
    await anna.join();
    await anna.write("/me");
    await anna.press("Телефон");
    await anna.share({ phone_number: "79005557703" });
    await boss.pressData(replyToClient.pack({ clientId: entered.id }));
    expect((await boss.last()).text).toContain("Ответ для клиента Инна");
    await boss.write("Ждём вас!");
    expect((await anna.last()).text).toContain("Ждём вас!");

    await boss.pressData(replyToClient.pack({ clientId: entered.id }));
    await anna.write("/me");
    await anna.press("Удалить мои данные");
    await anna.press("Удалить навсегда");
    await boss.write("Ещё слово");
    expect((await boss.last()).text).toContain("Этого клиента больше нет");
    await boss.pressData(replyToClient.pack({ clientId: entered.id }));
    expect((await boss.last()).text).toContain("Этого клиента больше нет");
  });
});

describe("erasing in the bot (PE-2)", () => {
  it("takes two taps, says what goes, and afterwards they are a stranger", async () => {
    const anna = person(6040);
    await anna.join();
    const { id } = await clientOf(6040);
    await givePoints(app, id, 70);
    await anna.write("/me");
    await anna.press("Удалить мои данные");
    expect((await anna.last()).text).toContain("Баллы сгорят: 70 баллов");
    await anna.press("Не удалять");
    expect((await anna.last()).text).toContain("Что мы о вас храним");
    await anna.press("Удалить мои данные");
    await anna.press("Удалить навсегда");
    const farewell = await anna.last();
    expect(farewell.text).toContain("ваши данные удалены");
    expect(farewell.buttons.flat()).toEqual([]);
    expect(await findClientByTelegram(app.db, 6040)).toBeUndefined();
    expect(await app.db.many(sql`SELECT 1 FROM chats WHERE telegram_id = 6040`)).toEqual([]);
    expect(await app.db.many(sql`SELECT 1 FROM inbox WHERE person_id = 6040`)).toEqual([]);

    await anna.come();
    expect((await anna.last()).text).toContain("согласие на обработку персональных данных");
    await anna.press("Даю согласие");
    expect((await clientOf(6040)).id).not.toBe(id);
  });

  it("is refused with the reason while a booking is ahead, before the second tap and at it", async () => {
    const anna = person(6041);
    await anna.join();
    await anna.write("/me");
    await anna.press("Удалить мои данные");
    const booking = await bookedByClient(app, (await clientOf(6041)).id, "2026-11-28T09:00:00Z");
    await anna.press("Удалить навсегда");
    const refused = (await anna.messages()).find(({ text }) => text.includes("пока нельзя"));
    expect(refused?.text).toContain(`впереди запись №${booking.number}, сб, 28 ноября, 12:00`);
    await anna.press("Назад");
    await anna.press("Удалить мои данные");
    const told = (await anna.messages()).map(({ text }) => text);
    expect(told.some((text) => text.includes("Удалить данные пока нельзя"))).toBe(true);
  });

  it("an old button of an erased person leads to a new acquaintance", async () => {
    const anna = person(6042);
    await anna.join();
    await anna.write("/me");
    const screen = await anna.last();
    await anna.press("Удалить мои данные");
    await anna.press("Удалить навсегда");
    await anna.pressData("ud");
    expect((await anna.last()).text).toContain("согласие на обработку персональных данных");
    expect(screen.message_id).toBeGreaterThan(0);
  });
});
