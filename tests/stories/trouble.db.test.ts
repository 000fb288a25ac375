import { beforeAll, describe, expect, it } from "vitest";
import {
  checkPaid,
  choosePart,
  confirm,
  giveUp,
  holdStart,
  pay,
  replyToClient,
  sendCalendarFile,
  spendPoints,
  toBooking,
  toCalendar,
  toDay,
  toPointsChoice,
} from "../../src/bot/buttons.ts";
import { currentHold } from "../../src/core/booking/index.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { footprint } from "../support/footprint.ts";
import { givePoints, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { dataOf, playersOf } from "./player.ts";
import { accountOf, at, bankOf, clientOf, dayAhead, doorsOn, GOOD_CARD, opensPage, passes } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(2);
const haircut = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors, [haircut.id]);
const [ten, eleven, twelve, one] = await Promise.all(
  [10, 11, 12, 13].map((hour) => makeSlot(doors, { specialistId: maria.id, startsAt: at(day, hour) })),
);
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const bank = bankOf(product);

const holding = (slot: typeof ten) => {
  const { id: slotId, startsAt } = present(slot, "the slot");
  return holdStart.pack({ serviceId: haircut.id, slotId, startsAt });
};
const holdOf = async (player: ReturnType<typeof players>) =>
  present(await currentHold(db, (await clientOf(db, player)).id), "the hold");

/** What the business keeps, without the bot's own notes of who wrote what and which screen is shown. */
const kept = async () => {
  const passing = new Set(["inbox", "chats", "outbox", "payment_hints"]);
  return (await footprint(db)).filter((table) => !passing.has(String((table as { name: string }).name)));
};

describe("two fingers", () => {
  const anna = players(2001, "Анна");
  beforeAll(() => anna.joins());

  /** Both taps are on their way before either is answered. */
  const twice = async (data: string) => {
    const screen = await anna.screen();
    await Promise.all([anna.pressesData(data, screen), anna.pressesData(data, screen)]);
  };

  it("hold one time, open one payment, and book one visit", async () => {
    await twice(holding(ten));
    expect(await accountOf(db, anna)).toEqual([0, 0, "held"]);
    await anna.waitFor("Проверьте, всё ли верно");

    await twice(dataOf(await anna.screen(), "Оплатить"));
    expect(await bank.payments()).toHaveLength(1);

    await bank.pay(await opensPage(anna), GOOD_CARD);
    await twice(dataOf(await anna.screen(), "Я оплатил"));
    await passes(product, 1);
    await anna.waitFor("Вы записаны! Запись №");
    expect(await accountOf(db, anna)).toEqual([0, 0, "confirmed"]);
    expect(await anna.count("Вы записаны! Запись №")).toBe(1);
    expect((await bank.payments()).map(({ status }) => status)).toEqual(["succeeded"]);
    expect(
      (await bank.requests()).filter(({ path, is_replay }) => path.endsWith("/capture") && !is_replay),
    ).toHaveLength(1);
  });
});

describe("a stale button", () => {
  const vera = players(2002, "Вера");
  beforeAll(() => vera.joins());

  it("of a visit that is booked shows the booking", async () => {
    await vera.pressesData(holding(eleven));
    const breakdown = await vera.screen();
    await vera.presses("Оплатить 2 000,00 ₽");
    await bank.pay(await opensPage(vera), GOOD_CARD);
    await passes(product, 6);
    await vera.waitFor("Вы записаны! Запись №");

    const before = await kept();
    for (const caption of ["Оплатить", "Отказаться"]) {
      await vera.pressesData(dataOf(breakdown, caption), breakdown);
      await vera.waitFor(/подтверждена|Вы записаны!/);
    }
    expect(await kept()).toEqual(before);
  });

  it("of a time that is no longer held says so and leads on", async () => {
    await vera.pressesData(holding(twelve));
    const breakdown = await vera.waitFor("Проверьте, всё ли верно");
    await vera.presses("Отказаться");
    const before = await kept();
    await vera.pressesData(dataOf(breakdown, "Оплатить"), breakdown);
    await vera.waitFor("отпустили это время");
    expect(await kept()).toEqual(before);
  });
});

describe("made-up callback data", () => {
  const [owner, stranger] = [players(2003, "Ольга"), players(2004, "Глеб")];
  beforeAll(async () => {
    await owner.joins();
    await stranger.joins();
    await owner.pressesData(holding(twelve));
  });

  it.each([
    ["no verb at all", ":::"],
    ["an unknown verb", "zz:1:2"],
    ["a verb without its fields", "hs"],
    ["a verb with too many fields", "m:1:2:3"],
    ["ids that are none", `hs:${"я".repeat(10)}:x:y`],
    ["numbers out of any range", "sv:a:zzzzzzzz"],
    ["a page that is not there", "my:u:zzz"],
    ["a statement", "bk:'; DROP TABLE bookings; --"],
    ["a zero byte", "bk:\u0000"],
    ["half a character", "bk:\ud83d"],
    ["the names of an object's own members", "constructor:__proto__"],
    ["64 bytes of nothing", "x".repeat(64)],
  ])("of %s shows where things stand", async (_, data) => {
    const before = await kept();
    await stranger.pressesData(data);
    await stranger.waitFor(
      ({ text }) =>
        text.includes("чем помочь?") || text.includes("записей пока нет") || text.includes("Что выбираем?"),
    );
    expect(await kept()).toEqual(before);
  });

  it("about somebody else's booking is answered as if there were none", async () => {
    const { id: bookingId } = await holdOf(owner);
    const before = await kept();
    const tried = [
      toBooking.pack({ bookingId }),
      toPointsChoice.pack({ bookingId }),
      spendPoints.pack({ bookingId, points: 1 }),
      choosePart.pack({ bookingId, choice: "all" }),
      pay.pack({ bookingId, method: "bank_card" }),
      checkPaid.pack({ bookingId }),
      confirm.pack({ bookingId }),
      sendCalendarFile.pack({ bookingId }),
      giveUp.pack({ bookingId }),
    ];
    for (const data of tried) {
      await stranger.presses("Баллы");
      await stranger.pressesData(data);
      expect((await stranger.screen()).text, data).toContain("Эта запись мне незнакома");
    }
    expect(await kept()).toEqual(before);
    expect((await holdOf(owner)).state).toBe("held");
  });

  it("that only staff may send is no different from any other nonsense", async () => {
    const before = await kept();
    await stranger.pressesData(replyToClient.pack({ clientId: (await clientOf(db, owner)).id }));
    await stranger.says("Ответ от имени салона");
    await stranger.waitFor("Я понимаю кнопки лучше, чем слова");
    expect(await kept()).toEqual(before);
    expect(await owner.count("Ответ от имени салона")).toBe(0);
  });

  it("about services, days and slots that are not there leads to those that are", async () => {
    const none = "00000000-0000-4000-8000-000000000000";
    const before = await kept();
    await stranger.pressesData(toCalendar.pack({ serviceId: none, specialistId: undefined }));
    await stranger.waitFor("Эта услуга больше не предлагается");
    await stranger.pressesData(toDay.pack({ serviceId: haircut.id, specialistId: none, day, page: 99 }));
    await stranger.waitFor("свободного времени уже не осталось");
    await stranger.pressesData(holdStart.pack({ serviceId: haircut.id, slotId: none, startsAt: new Date() }));
    await stranger.waitFor("Это окошко убрали из расписания");
    expect(await kept()).toEqual(before);
  });
});

describe("whoever may not book", () => {
  it("is asked for the consent first, and nothing else happens", async () => {
    const newcomer = players(2005, "Нина");
    await newcomer.comes();
    const before = await kept();
    await newcomer.pressesData(holding(one));
    await newcomer.waitFor("согласие на обработку персональных данных");
    await newcomer.says("Хочу записаться");
    expect(await newcomer.count("согласие на обработку персональных данных")).toBeGreaterThan(1);
    expect(await kept()).toEqual(before);
  });

  it("learns until when they are blocked and why", async () => {
    const barred = players(2006, "Пётр");
    await barred.joins();
    const { id } = await clientOf(db, barred);
    await db.run(sql`
      INSERT INTO client_blocks (id, client_id, kind, reason, created_at, ends_at)
      VALUES (gen_random_uuid(), ${id}::uuid, 'no_show', 'два пропущенных визита', now(), now() + interval '7 days')`);
    await barred.pressesData(holding(one));
    const { text } = await barred.waitFor("Запись через бота для вас закрыта до");
    expect(text).toContain("два пропущенных визита");
    expect(await accountOf(db, barred)).toEqual([0, 0]);
  });

  it("may not spend more points than the rules allow, and learns how many", async () => {
    const rich = players(2007, "Роза");
    await rich.joins();
    await givePoints(doors, (await clientOf(db, rich)).id, 5_000);
    await rich.pressesData(holding(one));
    const { id: bookingId } = await holdOf(rich);
    await rich.pressesData(spendPoints.pack({ bookingId, points: 1_001 }));
    await rich.waitFor("на эту запись можно не больше 1 000");
    await rich.pressesData(spendPoints.pack({ bookingId, points: 36 ** 8 - 1 }));
    expect(await accountOf(db, rich)).toEqual([5_000, 0, "held"]);
    await rich.pressesData(spendPoints.pack({ bookingId, points: 1_000 }));
    expect(await accountOf(db, rich)).toEqual([5_000, 1_000, "held"]);
  });
});

it("after days in which nobody wrote, when all updates are forgotten, the bot answers as before", async () => {
  await passes(product, 4 * 24 * 3_600);
  expect(await db.many(sql`SELECT update_id FROM inbox`)).toEqual([]);
  const anna = players(2001, "Анна");
  await anna.says("/menu");
  await anna.waitFor("Анна, чем помочь?");
  expect(await anna.count("Вы записаны! Запись №")).toBe(1);
});

it("none of it is anything that somebody would have to look into", async () => {
  expect(troublesOf(product)).toEqual([]);
  expect(
    await db.many(sql`SELECT body, failure FROM inbox WHERE failure IS NOT NULL OR attempts > 1`),
  ).toEqual([]);
});
