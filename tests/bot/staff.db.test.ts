import { describe, expect, it } from "vitest";
import { markNow, toStaffVisit } from "../../src/bot/buttons.ts";
import { bookForClient, confirmHold, findBooking, holdSlot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findBlock, findClientByTelegram } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const maria = await makeSpecialist(app, [service.id]);
const nina = await makeSpecialist(app, [service.id]);
const staff = { actor: OPERATOR, name: "Сотрудник" };
granted(await addStaff(app, { ...staff, role: "specialist", specialistId: maria.id, telegramId: 6001 }));
granted(await addStaff(app, { ...staff, role: "owner", telegramId: 6002 }));
const [master, owner, vera] = [person(6001, "Мария"), person(6002, "Хозяйка"), person(6003, "Вера")];
await vera.join();
const clientId = present(await findClientByTelegram(app.db, 6003), "the client").id;

async function booked(specialistId: string, startsAt: string): Promise<string> {
  const [slot, bookingId] = [await makeSlot(app, { specialistId, startsAt }), app.newId()];
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...input, actor: OPERATOR }));
  return bookingId;
}
const first = await booked(maria.id, "2026-11-23T10:00:00Z");
const second = await booked(maria.id, "2026-11-24T10:00:00Z");
const ninas = await booked(nina.id, "2026-11-23T12:00:00Z");
await settle();
const stateOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.state;
/** The newest that begins so, whatever else came meanwhile. */
const told = async (who: typeof vera, beginning: string) =>
  (await who.messages()).findLast(({ text }) => text.startsWith(beginning))?.text;

describe("PE-3: a specialist's day in Telegram", () => {
  it("PE-3: begins with /today, without any consent or menu, and shows their own visits alone", async () => {
    await master.come("/today");
    const { text } = await master.last();
    expect(text.replaceAll(/Мария \d+/g, "Мария")).toBe(
      "📋 пн, 23 ноября\n\n13:00–14:00 Вера, Стрижка: подтверждена, на месте 2 000,00 ₽",
    );
    expect(await master.captions()).toEqual([
      "🟢 13:00 · Вера · Стрижка",
      "‹ вс, 22 ноября",
      "вт, 24 ноября ›",
      "🔔 Уведомления",
    ]);
    await master.press("вт, 24 ноября ›");
    expect(await master.captions()).toContain("🟢 13:00 · Вера · Стрижка");
    await master.press("Сегодня");
    expect((await master.last()).text).toContain("пн, 23 ноября");
  });

  it("PE-1, PE-3: /start shows it too, and whoever of staff wants to book is asked for consent like anybody", async () => {
    const ira = person(6004, "Ира");
    granted(await addStaff(app, { ...staff, role: "admin", telegramId: 6004 }));
    await ira.come();
    expect((await ira.last()).text).toMatch(/^Вы среди сотрудников.+\n\n📋 пн, 23 ноября, все специалисты/);
    await ira.write("/book");
    expect((await ira.last()).text).toContain("согласие на обработку персональных данных");
    await ira.come("/start ref_abc");
    expect((await ira.last()).text).toContain("согласие на обработку персональных данных");
  });

  it("PE-3: those who run the business see everybody's, and choose", async () => {
    await owner.come("/today");
    const { text } = await owner.last();
    expect(text).toContain("пн, 23 ноября, все специалисты");
    expect(text).toMatch(/13:00–14:00 Вера, Стрижка, Мария \d+: подтверждена/);
    expect(text).toContain(`15:00–16:00 Вера, Стрижка, ${nina.name}: подтверждена`);
    await owner.press("👤 все специалисты");
    await owner.press(nina.name);
    expect((await owner.last()).text).toContain(`пн, 23 ноября, ${nina.name}`);
    expect((await owner.last()).text).not.toContain("13:00–14:00");
  });

  it("PE-3: nobody else has it: a client's /today and staff's buttons lead to the menu", async () => {
    await vera.write("/today");
    expect((await vera.last()).text).toContain("Вера, чем помочь?");
    await vera.pressData(markNow.pack({ bookingId: first, mark: "no_show" }));
    expect(await stateOf(first)).toBe("confirmed");
    expect((await vera.toasts()).at(-1)).toContain("Эта кнопка устарела");
  });

  it("PE-3: /id tells anybody what staff are linked by", async () => {
    const stranger = person(6009, "Новенький");
    await stranger.come("/id");
    expect((await stranger.last()).text).toBe("Ваш Telegram id: 6009");
  });
});

describe("CX-3, CX-8, EP-1: marks in Telegram", () => {
  it("EP-3: are offered from the visit's start on, and before it the card says so", async () => {
    await master.write("/today");
    await master.press("🟢 13:00");
    expect((await master.last()).text).toContain("Отметить визит можно будет после его начала.");
    expect(await master.captions()).toEqual(["✍️ Написать клиенту", "‹ К дню"]);
    await master.pressData(markNow.pack({ bookingId: first, mark: "completed" }));
    expect((await master.last()).text).toContain("Визит ещё не начался: отметить его можно после начала.");
    expect(await stateOf(first)).toBe("confirmed");
  });

  it("EP-1, MS-8: «пришёл» completes the visit, and the client hears what it earned, silently", async () => {
    app.clock.set("2026-11-23T10:05:00Z");
    await master.write("/today");
    await master.press("🟢 13:00");
    await master.press("Клиент пришёл");
    expect((await master.last()).text).toContain("Отметили: клиент пришёл. Клиенту написали");
    expect(await stateOf(first)).toBe("completed");
    const thanks = present(
      (await vera.messages()).findLast(({ text }) => text.startsWith("Спасибо, что выбрали")),
      "thanks",
    );
    expect(thanks.text).toContain("За визит начислили 200 баллов.");
    expect(thanks.silent).toBe(true);
  });

  it("CX-8: a correction asks for a reason, says what it does, and the client hears what changed", async () => {
    await master.press("Исправить: не пришёл");
    expect((await master.last()).text).toContain("Баллы за визит снимутся, штраф спишется.");
    await master.share({ phone_number: "+79001112233" });
    expect((await master.last()).text).toContain("Пока передать могу только текст.");
    expect(await stateOf(first)).toBe("completed");
    await master.write("перепутала клиентов");
    expect((await master.last()).text).toContain("Отметили: клиент не пришёл.");
    expect(await stateOf(first)).toBe("no_show");
    expect(await told(vera, "Мы исправили")).toContain(
      "Мы исправили отметку: визит не состоялся.\n\nСтрижка\n",
    );
    expect(await told(vera, "Мы исправили")).toContain(
      "Сняли начисленное за этот визит: 200 баллов.\nЗа неявку списали 200 баллов.\nЕсли это ошибка, напишите нам.",
    );
    const audit = await app.db.pool.query(
      "SELECT reason FROM audit WHERE action = 'mark_visit' AND subject_id = $1 AND reason IS NOT NULL",
      [first],
    );
    expect(audit.rows).toEqual([{ reason: "перепутала клиентов" }]);
  });

  it("CX-8: the correction back gives the penalty back; «Не исправлять» changes nothing", async () => {
    await master.press("Исправить: клиент был");
    await master.press("Не исправлять");
    await master.write("просто слова");
    expect(await stateOf(first)).toBe("no_show");
    await master.write("/today");
    await master.press("🚫 13:00");
    await master.press("Исправить: клиент был");
    await master.write("всё же была");
    expect(await told(vera, "Мы исправили отметку: вы были")).toContain(
      "Штраф сняли и вернули 200 баллов.\nЗа визит начислили 200 баллов.",
    );
  });

  it("PE-3: another's visit is refused with a word, whatever a modified client sends", async () => {
    app.clock.set("2026-11-23T12:05:00Z");
    for (const data of [
      toStaffVisit.pack({ bookingId: ninas }),
      markNow.pack({ bookingId: ninas, mark: "completed" }),
    ]) {
      await master.pressData(data);
      expect((await master.last()).text).toContain("Это запись другого специалиста.");
    }
    expect(await stateOf(ninas)).toBe("confirmed");
    await owner.write("/today");
    await owner.press("🟢 15:00");
    await owner.press("Не пришёл");
    expect(await stateOf(ninas)).toBe("no_show");
  });

  it("CX-4: a repeated no-show is told with its block, and the correction lifts it", async () => {
    app.clock.set("2026-11-24T10:05:00Z");
    await master.write("/today");
    await master.press("🟢 13:00");
    await master.press("Не пришёл");
    expect(await told(vera, "Жаль, что вы не пришли")).toContain(
      "Это повторная неявка, поэтому запись через бота для вас закрыта до вт, 1 декабря, 13:05.",
    );
    await master.press("Исправить: клиент был");
    await master.write("была");
    expect(await stateOf(second)).toBe("completed");
    expect(await told(vera, "Мы исправили отметку: вы были")).toContain(
      "Запись через бота для вас снова открыта.",
    );
    expect(await findBlock(app.db, clientId, app.clock.now())).toBeUndefined();
  });
});

it("PE-5: the card leads to a word to the client, and news of bookings lead to the card and the day", async () => {
  await master.write("/today");
  await master.press("✅ 13:00");
  await master.press("Написать клиенту");
  await master.write("Ждём вас снова!");
  expect(await told(vera, "💬")).toContain("Ждём вас снова!");

  const slot = await makeSlot(app, { specialistId: maria.id, startsAt: "2026-11-25T10:00:00Z" });
  const own = { bookingId: app.newId(), clientId };
  granted(await holdSlot(app, { ...own, serviceId: service.id, slotId: slot.id }));
  granted(await confirmHold(app, own));
  await settle();
  const news = present(
    (await master.messages()).findLast(({ text }) => text.startsWith("🆕 Новая запись")),
    "news",
  );
  await master.press("Открыть запись", news.message_id);
  expect((await master.last()).text).toMatch(/^Запись №\d+: подтверждена\n\n🙂 Вера\n/);
  await master.press("Мой день", news.message_id);
  expect((await master.last()).text).toContain("вт, 24 ноября");
  expect((await master.messages()).some(({ message_id }) => message_id === news.message_id)).toBe(true);
});
