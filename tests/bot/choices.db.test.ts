import { beforeAll, describe, expect, it } from "vitest";
import { sharedNearest } from "../../src/bot/book-visit/nearest.ts";
import { toBooking } from "../../src/bot/buttons.ts";
import {
  blockClient,
  confirmHold,
  currentHold,
  expireHolds,
  findBooking,
  holdSlot,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../support/app.ts";
import { givePoints, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person, settle } = await startBot(app);
const clientOf = async (telegramId: number) =>
  present(await findClientByTelegram(app.db, telegramId), "the client");

const service = await makeService(app, { name: "Стрижка" });
const consultation = await makeService(app, {
  name: "Разговор",
  kind: "online",
  policy: "onSite",
  price: kopecks(100_000),
});
const specialist = await makeSpecialist(app, [service.id, consultation.id]);
for (const hour of ["07", "08", "09", "10", "11"]) {
  await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-24T${hour}:00:00Z` });
}
for (const [day, kind] of [
  ["25", "hot"],
  ["26", "hot"],
  ["27", "online"],
  ["28", "online"],
] as const) {
  await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-${day}T09:00:00Z`, kind });
}

describe("a hot window", () => {
  it("is held by its own button, at its own price, with a choice of how much to pay now", async () => {
    const anna = person(3001);
    await anna.join();
    await anna.press("Горящие окна");
    expect((await anna.last()).text).toContain("ср, 25 ноября, 12:00: Стрижка");
    expect(await anna.captions()).toContain("🔴 ср 12:00 · Стрижка · 1 600 ₽");
    await anna.press("🔴 ср 12:00");
    expect((await anna.last()).text).toContain("Оплатить сейчас: 500,00 ₽");
    expect(await anna.captions()).toContain("✓ Предоплата 500,00 ₽");
    await anna.press("Сразу всё");
    expect((await anna.last()).text).toContain("Оплатить сейчас: 1 600,00 ₽");
    expect(await anna.captions()).toContain("✓ Сразу всё: 1 600,00 ₽");
    await anna.press("Предоплата");
    expect((await anna.last()).text).toContain("На месте: 1 100,00 ₽");
    await anna.press("Отказаться");
    expect((await anna.last()).text).toContain("отпустили это время");
    expect(await currentHold(app.db, (await clientOf(3001)).id)).toBeUndefined();
  });
});

it("CX-4: who is blocked is told why before hot windows are shown, as by «Записаться»", async () => {
  const petr = person(3020, "Пётр");
  await petr.join();
  const block = { blockId: app.newId(), clientId: (await clientOf(3020)).id, reason: "две неявки" };
  expect((await blockClient(app, { ...block, endsAt: undefined, actor: OPERATOR })).ok).toBe(true);
  for (const way of ["Горящие окна", "Записаться"]) {
    await petr.write("/menu");
    await petr.press(way);
    expect((await petr.last()).text).toMatch(/Запись через бота для вас закрыта[\s\S]*две неявки/);
    expect((await petr.captions()).join()).not.toContain("🔴");
  }
});

describe("points", () => {
  it("may be chosen, changed and taken back while the visit is held", async () => {
    const olga = person(3002, "Ольга");
    await olga.join();
    await givePoints(app, (await clientOf(3002)).id, 300);
    await olga.press("Записаться");
    await olga.press("Стрижка");
    await olga.press("🟢 24");
    await olga.press("🟢 10:00");
    await olga.press("Списать до 300 баллов");
    await olga.press("150 баллов");
    expect((await olga.last()).text).toContain("Баллами: −150,00 ₽");
    expect((await olga.last()).text).toContain("Оплатить сейчас: 1 850,00 ₽");
    await olga.press("Изменить списание");
    await olga.write("сто");
    expect((await olga.last()).text).toContain("Не получилось разобрать число");
    await olga.write("301");
    expect((await olga.last()).text).toContain("можно не больше 300");
    await olga.write("120 баллов");
    expect((await olga.last()).text).toContain("Баллами: −120,00 ₽");
    await olga.press("Изменить списание");
    await olga.press("Не списывать");
    expect((await olga.last()).text).toContain("Оплатить сейчас: 2 000,00 ₽");
    await olga.press("Отказаться");
  });
});

describe("an online consultation", () => {
  it("is chosen from the menu, confirmed without payment, and brings its link", async () => {
    const igor = person(3003, "Игорь");
    await igor.join();
    await igor.press("Онлайн-консультация");
    expect((await igor.last()).text).not.toContain("Стрижка");
    await igor.press("Разговор");
    await igor.press("🔵 27");
    await igor.press("🔵 12:00");
    expect((await igor.last()).text).toContain("пт, 27 ноября, 12:00 (Москва)");
    await igor.press("Записаться");
    const confirmation = await igor.last();
    expect(confirmation.text).toContain("Вы записаны!");
    expect(JSON.stringify(confirmation.buttons)).toContain("https://meet.example.test/room");
  });

  it("stands in «Мои записи» with its card, its file and the way to one more", async () => {
    const igor = person(3003);
    const confirmation = await igor.last();
    await igor.press("Мои записи", confirmation.message_id);
    expect(
      (await igor.messages()).find(({ message_id }) => message_id === confirmation.message_id)?.text,
    ).toContain("Вы записаны!");
    await igor.press("🔵 пт 27.11 12:00");
    expect((await igor.last()).text).toContain("подтверждена");
    const card = await igor.last();
    await igor.press("Файл для календаря");
    expect((await igor.last()).document?.file_name).toMatch(/^zapis-\d+\.ics$/);
    await igor.press("Записаться ещё раз", card.message_id);
    expect((await igor.messages()).find(({ message_id }) => message_id === card.message_id)?.text).toContain(
      "Выберите день",
    );
    await igor.write("/my");
    await igor.press("Прошедшие");
    expect((await igor.last()).text).toContain("Прошедших записей пока нет");
  });
});

describe("when it does not go as wished", () => {
  const first = person(3010, "Пётр");
  const second = person(3011, "Павел");
  beforeAll(async () => {
    await first.join();
    await second.join();
  });

  const toTimes = async (who: typeof first) => {
    await who.write("/book");
    await who.press("Стрижка");
    await who.press("🟢 24");
  };

  it("a start that was just taken is said to be, and the three nearest are offered and can be held", async () => {
    await toTimes(second);
    await toTimes(first);
    await first.press("🟢 12:00");
    await second.press("🟢 12:00");
    expect((await second.last()).text).toContain("Это время только что заняли");
    expect((await second.captions()).filter((caption) => caption.includes("вт 24.11"))).toHaveLength(3);
    await second.press("🟢 вт 24.11 11:00");
    expect((await second.last()).text).toContain("Держим это время за вами до");
  });

  it("the nearest starts leave out those during a visit that the client has already", async () => {
    const massage = await makeService(app, { name: "Массаж", policy: "onSite" });
    const [one, two] = [await makeSpecialist(app, [massage.id]), await makeSpecialist(app, [massage.id])];
    for (const hour of ["09", "10", "11", "12"]) {
      await makeSlot(app, { specialistId: one.id, startsAt: `2026-11-30T${hour}:00:00Z` });
    }
    const { id: slotId } = await makeSlot(app, { specialistId: two.id, startsAt: "2026-11-30T10:00:00Z" });
    const rita = person(3012, "Рита");
    await rita.join();
    const clientId = (await clientOf(3012)).id;
    const bookingId = app.newId();
    const near = new Date("2026-11-30T10:00:00Z");
    const hours = async () =>
      (await sharedNearest()(app, { serviceId: massage.id, near, clientId })).map(({ startsAt }) =>
        startsAt.getUTCHours(),
      );
    expect(await hours()).toContain(10);
    await holdSlot(app, { bookingId, clientId, serviceId: massage.id, slotId });
    await confirmHold(app, { bookingId, clientId });
    expect((await findBooking(app.db, bookingId))?.state).toBe("confirmed");
    expect(await hours()).toEqual([9, 11, 12]);
  });

  it("the menu and «Записаться» offer to go on with what is held", async () => {
    await first.write("/menu");
    expect((await first.last()).text).toContain("За вами держится время: Стрижка, вт, 24 ноября, 12:00");
    await first.press("Записаться");
    expect((await first.last()).text).toContain("За вами уже держится время");
    await first.press("Продолжить");
    expect((await first.last()).text).toContain("Проверьте, всё ли верно");
  });

  it("tapping one start twice holds it once", async () => {
    const clientId = (await clientOf(3010)).id;
    const before = present(await currentHold(app.db, clientId), "the hold");
    await first.press("Отказаться");
    await toTimes(first);
    const times = await first.last();
    const data = JSON.stringify(times.buttons).match(/"callback_data":"(hs:[^"]+)"/)?.[1] ?? "";
    await first.pressData(data);
    const held = present(await currentHold(app.db, clientId), "the hold");
    await first.pressData(data);
    expect((await currentHold(app.db, clientId))?.id).toBe(held.id);
    expect((await findBooking(app.db, before.id))?.state).toBe("expired");
  });

  it("another client's booking in the data of a button is a sentence and shows nothing of it", async () => {
    const held = present(await currentHold(app.db, (await clientOf(3010)).id), "the hold");
    await second.pressData(toBooking.pack({ bookingId: held.id }));
    expect((await second.last()).text).toContain("Эта запись мне незнакома");
    expect((await second.last()).text).not.toContain("Пётр");
  });

  it.each(["zz:1", "bk:short", "dy:::", "hs:1:2:3", "", ":::::", "🙂"].filter(Boolean))(
    "data that nobody made (%s) leads to the menu with a word",
    async (data) => {
      await second.pressData(data);
      expect((await second.last()).text).toContain("чем помочь?");
      expect((await second.toasts()).at(-1)).toContain("Эта кнопка устарела");
    },
  );

  it("a hold whose time has run out turns into an offer to choose again, in its own message", async () => {
    await first.write("/menu");
    await first.press("Продолжить запись");
    const screen = await first.last();
    app.clock.advance(16 * 60_000);
    await expireHolds(app);
    await first.press("Оплатить");
    expect((await first.last()).message_id).toBe(screen.message_id);
    expect((await first.last()).text).toContain("Время на оплату вышло");
    await first.press("Выбрать снова");
    expect((await first.last()).text).toContain("Выберите день");
  });

  it("the expiry itself changes the screen that still shows the hold, and sends nothing more", async () => {
    await toTimes(first);
    await first.press("🟢 14:00");
    const count = (await first.messages()).length;
    app.clock.advance(16 * 60_000);
    await expireHolds(app);
    await settle();
    const all = await first.messages();
    expect(all.some(({ text }) => text.includes("Время на оплату вышло"))).toBe(true);
    expect(all).toHaveLength(count);
  });

  it("words that nobody waits for lead to the menu", async () => {
    await first.write("привет");
    expect((await first.last()).text).toContain("Я понимаю кнопки лучше");
    await first.press("Написать нам");
    expect((await first.last()).text).toContain("Напишите одним сообщением");
  });

  it("a day that is full says so and changes nothing", async () => {
    await first.pressData("n:f");
    expect((await first.toasts()).at(-1)).toBe("На этот день всё занято.");
  });
});

describe("talking to a human (PE-5)", () => {
  it("a message reaches staff, and their answer the client", async () => {
    await app.db.run(sql`
      INSERT INTO staff (name, role, telegram_id) VALUES ('Хозяйка', 'owner', 4001)`);
    const owner = person(4001, "Хозяйка");
    await owner.come();
    const anna = person(4002);
    await anna.join();
    await anna.press("Связаться");
    await anna.press("Написать сообщение");
    await anna.write("Можно с <собакой>?");
    expect((await anna.last()).text).toContain("Передали!");
    expect((await owner.last()).text).toContain("Можно с <собакой>?");

    await owner.press("Ответить");
    expect((await owner.last()).text).toContain("Ответ для клиента Анна");
    await owner.write("Конечно!");
    expect((await owner.last()).text).toContain("Отправили клиенту Анна");
    expect((await anna.last()).text).toContain("Конечно!");
    await anna.press("Ответить");
    expect((await anna.last()).text).toContain("Напишите одним сообщением");
  });

  it("what is typed on the contacts is passed on without another button", async () => {
    const boris = person(4005, "Борис");
    await boris.join();
    await boris.press("Связаться");
    await boris.write("Где вас найти?");
    expect((await boris.last()).text).toContain("Передали!");
    expect((await person(4001).last()).text).toContain("Где вас найти?");
  });

  it("nobody but staff may answer", async () => {
    const stranger = person(4003);
    await stranger.join();
    const client = await clientOf(4002);
    await stranger.pressData(`rc:${Buffer.from(client.id.replaceAll("-", ""), "hex").toString("base64url")}`);
    expect((await stranger.last()).text).toContain("чем помочь?");
  });

  it("somebody unknown sees the contacts, too", async () => {
    const unknown = person(4004);
    await unknown.come("/help");
    expect((await unknown.last()).text).toContain("Окошко");
    expect(await unknown.captions()).not.toContain("✍️ Написать сообщение");
  });
});

describe("the bot's being blocked", () => {
  it("is noted, and so is the return", async () => {
    const anna = person(4010);
    await anna.join();
    await anna.block();
    const at = async () =>
      (
        await app.db.first<{ at: Date | null }>(
          sql`SELECT unreachable_at AS at FROM clients WHERE telegram_id = 4010`,
        )
      )?.at;
    expect(await at()).toEqual(app.clock.now());
    await anna.unblock();
    expect(await at()).toBeNull();
  });
});
