import { describe, expect, it } from "vitest";
import { listClientBookings } from "../../src/core/booking/index.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram, hasConsent } from "../../src/core/people/index.ts";
import { testAppWithBank } from "../support/app.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person, telegram } = await startBot(app);
const keyboardOf = async (id: number) => (await telegram.chat(id)).reply_keyboard;
const service = await makeService(app, { name: "Стрижка" });
const specialist = await makeSpecialist(app, [service.id]);
for (const hour of ["09", "10", "11", "12", "13"]) {
  await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-24T${hour}:00:00Z` });
}

const clientOf = async (telegramId: number) =>
  present(await findClientByTelegram(app.db, telegramId), "the client");

describe("getting to know each other", () => {
  it("asks for consent before anything else, then name, phone and marketing, and ends at the menu", async () => {
    const anna = person(2001);
    await anna.come();
    expect((await anna.last()).text).toContain("согласие на обработку персональных данных");
    expect(await findClientByTelegram(app.db, 2001)).toBeUndefined();

    await anna.press("Даю согласие");
    expect((await anna.last()).text).toContain("Как к вам обращаться");
    await anna.write("  Анна   Петровна ");
    expect((await anna.last()).text).toContain("Приятно познакомиться, Анна Петровна");
    await anna.share({ phone_number: "79001112233" });
    expect((await anna.messages()).at(-2)?.text).toContain("Записали телефон");
    await anna.press("Хочу получать");
    expect((await anna.last()).text).toContain("Анна Петровна, чем помочь?");

    const client = await clientOf(2001);
    expect(client).toMatchObject({ name: "Анна Петровна", phone: "+79001112233" });
    expect(await hasConsent(app.db, client.id, "marketing")).toBe(true);
  });

  it("marketing is off until it is asked for", async () => {
    await person(2002).join();
    expect(await hasConsent(app.db, (await clientOf(2002)).id, "marketing")).toBe(false);
  });

  it("somebody else's contact is refused in words, and the step can be skipped", async () => {
    const oleg = person(2003, "Олег");
    await oleg.come();
    await oleg.press("Даю согласие");
    await oleg.press("Оставить «Олег»");
    await oleg.share({ phone_number: "79005556677", user_id: 999 });
    expect((await oleg.last()).text).toContain("чужой контакт");
    await oleg.press("Пропустить");
    expect((await oleg.last()).text).toContain("Хотите получать новости");
    expect((await clientOf(2003)).phone).toBeUndefined();
  });

  it.each(["/start", "/menu", "/book"])(
    "%s at the question for a phone takes its keyboard off, and the last question comes",
    async (command) => {
      const id = 2_020 + ["/start", "/menu", "/book"].indexOf(command);
      const olga = person(id, "Ольга");
      await olga.come();
      for (const button of ["Даю согласие", "Оставить «Ольга»"]) await olga.press(button);
      expect(await keyboardOf(id)).toBeDefined();
      await olga.write(command);
      expect((await olga.last()).text).toContain("Хотите получать новости");
      expect((await olga.messages()).at(-2)?.text).toContain("обойдёмся без телефона");
      expect(await keyboardOf(id)).toBeUndefined();
      await olga.press("Хочу получать");
      expect((await olga.last()).text).toContain("чем помочь?");
      expect(await hasConsent(app.db, (await clientOf(id)).id, "marketing")).toBe(true);
    },
  );

  it("«Пропустить» works after the question was left for the contacts, and the last question comes", async () => {
    const olga = person(2_030, "Ольга");
    await olga.come();
    for (const button of ["Даю согласие", "Оставить «Ольга»"]) await olga.press(button);
    await olga.write("/help");
    await olga.write("Пропустить");
    expect((await olga.last()).text).toContain("Хотите получать новости");
    await olga.press("Не сейчас");
    expect((await olga.last()).text).toContain("чем помочь?");
  });

  it("only the very first /start makes a friend", async () => {
    const code = (await clientOf(2001)).referralCode;
    await person(2004).join(`/start ref_${code}`);
    expect((await clientOf(2004)).invitedById).toBe((await clientOf(2001)).id);

    const late = person(2005);
    await late.come("/start");
    await late.join(`/start ref_${code}`);
    expect((await clientOf(2005)).invitedById).toBeUndefined();
  });
});

describe("a visit that is paid in full", () => {
  it("goes from the menu to a confirmation with a calendar file, in one message until the end", async () => {
    const vera = person(2010, "Вера");
    await vera.join();
    const menu = await vera.last();
    await vera.press("Записаться");
    expect((await vera.last()).text).toContain("Стрижка: 1 час, 2 000,00 ₽");
    await vera.press("Стрижка");
    expect(await vera.captions()).toEqual(expect.arrayContaining(["Пн", "Вс", "🟢 24"]));
    await vera.press("🟢 24");
    await vera.press("🟢 12:00");
    const breakdown = await vera.last();
    expect(breakdown.message_id).toBe(menu.message_id);
    expect(breakdown.text).toContain("вт, 24 ноября, 12:00");
    expect(breakdown.text).toContain("Оплатить сейчас: 2 000,00 ₽");
    expect(breakdown.text).toContain("Держим это время за вами до 12:15");
    expect(breakdown.text).toContain("После визита начислим: 200 баллов");
    await vera.press("Оплатить");
    const screen = await vera.last();
    expect(screen.text).toContain("до 12:15");

    const clientId = (await clientOf(2010)).id;
    const [booking] = await listClientBookings(app.db, {
      clientId,
      kind: "upcoming",
      now: app.clock.now(),
      rowsMax: 5,
      offset: 0,
    });
    await vera.press("Я оплатил");
    expect((await vera.last()).text).toContain("оплаты пока не видно");
    await app.bank.sim("/pay", { payment_id: providerIdOf(screen), card: "5555555555554477" });
    await vera.press("Я оплатил");

    const confirmation = await vera.last();
    expect(confirmation.text).toContain(`Вы записаны! Запись №${booking?.number}`);
    expect(confirmation.document?.file_name).toBe(`zapis-${booking?.number}.ics`);
    const buttonless = (await vera.messages()).find(({ message_id }) => message_id === menu.message_id);
    expect(buttonless?.text).toBe("✅ Оплата получена, подробности ниже 👇");
    expect(JSON.stringify(buttonless?.buttons)).not.toContain("Оплатить");
  });
});

/** The payment's id stands in the address of its page. */
function providerIdOf(screen: {
  readonly buttons: readonly (readonly { readonly text: string }[])[];
}): string {
  const url = JSON.stringify(screen.buttons).match(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
  );
  if (url === null) throw new Error("the screen has no payment page");
  return url[0];
}
