import reader from "jsqr";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { bookForClient, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle } = await startBot(app);
/** A business that gives nothing for invitations. */
const thrifty = await testApp();
for (const key of ["referral.friendPercent", "referral.reward"] as const)
  granted(await changeSetting(thrifty, { key, typed: "0", actor: OPERATOR }));
const thriftyBot = await startBot(thrifty);
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const clientOf = async (telegramId: number) =>
  present(await findClientByTelegram(app.db, telegramId), "the client");
const anna = person(4001);
await anna.join();
const code = (await clientOf(4001)).referralCode;
const link = `https://t.me/okoshko_bot?start=ref_${code}`;

type Key = { readonly text: string; readonly url?: string; readonly copy_text?: { readonly text: string } };
const keysOf = async (): Promise<readonly Key[]> => (await anna.last()).buttons.flat();

describe("EP-4, PR-3: an invitation", () => {
  it("EP-4: says what both get, and gives the link to copy, to share and as a code", async () => {
    await anna.press("Пригласить друга");
    const { text } = await anna.last();
    expect(text).toContain("Другу: скидка 10 % на первый визит.");
    expect(text).toContain(
      "Вам: 300 баллов после его первого визита, но не больше чем за 20 друзей в месяц.",
    );
    expect(text).toContain(link);
    const keys = await keysOf();
    expect(keys.find(({ copy_text }) => copy_text !== undefined)?.copy_text).toEqual({ text: link });
    const share = new URL(keys.find(({ url }) => url !== undefined)?.url ?? "");
    expect([share.host, share.pathname, share.searchParams.get("url")]).toEqual(["t.me", "/share/url", link]);
    expect(share.searchParams.get("text")).toBe(
      "Советую: Окошко! Записывайся по моей ссылке: на первый визит будет скидка 10\u00a0%.",
    );
  });

  it("EP-4: the code is a picture that another program reads: black on white with a quiet zone", async () => {
    await anna.write("/invite");
    await anna.press("QR-код");
    const message = await anna.last();
    expect(message.text).toContain(link);
    const response = await fetch(present(message.photo, "a picture").url);
    const picture = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
    expect([picture.width, picture.height]).toEqual([720, 720]);
    expect(reader.default(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data).toBe(
      link,
    );
    const quiet = [...picture.data.subarray(0, picture.width * 4 * 50)];
    expect(quiet.every((channel) => channel === 255)).toBe(true);
  });

  it("EP-4: who came is listed by first names with what came of it, the reward is told", async () => {
    await anna.write("/invite");
    await anna.press("Кто пришёл");
    expect((await anna.last()).text).toContain("пока никто не пришёл");
    await person(4002, "Вера").join(`/start ref_${code}`);
    app.clock.advance(60_000);
    await person(4003, "Глеб").join(`/start ref_${code}`);
    const { id: clientId } = await clientOf(4002);
    const startsAt = "2026-11-24T09:00:00Z";
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const bookingId = app.newId();
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
    granted(await bookForClient(app, { ...input, actor: OPERATOR }));
    app.clock.set(startsAt);
    granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
    await settle();
    const told = await anna.last();
    expect(told.text).toBe(
      "🎁 По вашему приглашению у нас впервые побывал гость: Вера. Начислили вам 300 баллов, спасибо!",
    );
    expect(told.silent).toBe(true);
    await anna.write("/invite");
    await anna.press("Кто пришёл");
    expect((await anna.last()).text.split("\n")).toEqual([
      "Пришли по вашей ссылке",
      "",
      "Глеб, с нами с 23 ноября: первый визит ещё впереди",
      "Вера, с нами с 23 ноября: первый визит состоялся, вам +300 баллов",
    ]);
  });

  it("EP-4, PR-3: the welcome names who invited and the discount, only by a good link and while it is on", async () => {
    const invited = "Вас пригласили: Анна. Первый визит будет на 10 % дешевле!";
    const kira = person(4011, "Кира");
    await kira.come(`/start ref_${code}`);
    expect((await kira.last()).text).toContain(invited);
    const lev = person(4012, "Лев");
    await lev.come("/start ref_nobodys");
    expect((await lev.last()).text).toContain("Здравствуйте!");
    expect((await lev.last()).text).not.toContain("пригласили");
    // The first start counts: whoever came by themselves was not invited.
    const nina = person(4013, "Нина");
    await nina.come();
    await nina.write(`/start ref_${code}`);
    expect((await nina.last()).text).not.toContain("пригласили");
    const host = thriftyBot.person(4014, "Яна");
    await host.join();
    const hosts = present(await findClientByTelegram(thrifty.db, 4014), "the host").referralCode;
    const oleg = thriftyBot.person(4015, "Олег");
    await oleg.come(`/start ref_${hosts}`);
    expect((await oleg.last()).text).not.toContain("пригласили");
  });

  it("EP-4: to somebody who is a client already says in a line that it is for the first acquaintance", async () => {
    const known = "Это приглашение для тех, кто у нас впервые, а с вами мы уже знакомы.";
    for (const start of [`/start ref_${code}`, "/start ref_nobodys"]) {
      await anna.write(start);
      expect((await anna.last()).text).toMatch(new RegExp(`^${known}[^\n]*\n\n.*чем помочь`, "s"));
    }
    await anna.write("/start");
    expect((await anna.last()).text).not.toContain("приглашение");
  });

  it("EP-4: hides politely where nobody gains by it", async () => {
    const rita = thriftyBot.person(4004, "Рита");
    await rita.join();
    expect((await rita.captions()).join()).not.toContain("Пригласить");
    await rita.write("/invite");
    expect((await rita.last()).text).toContain("Подарков за приглашения сейчас нет");
  });
});
