import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inline, startTelegram, type TelegramUnderTest } from "./telegram-sandbox.ts";

let telegram: TelegramUnderTest;
beforeEach(async () => {
  telegram = await startTelegram();
  await telegram.startUser();
});
afterEach(() => telegram.close());

const refusal = async (path: string, body: unknown): Promise<unknown> => {
  const reply = await telegram.post(`/sim/telegram/${path}`, body);
  expect(reply.status).toBe(400);
  return reply.body.error;
};
const lastUpdate = async (): Promise<Record<string, unknown>> =>
  (await telegram.updates({ offset: -1 }))[0] ?? {};

describe("users", () => {
  it("makes a user once, and changes only what is given", async () => {
    await telegram.sim("users", { id: 7, first_name: "Вера", username: "vera_v" });
    expect(await telegram.sim("users", { id: 7, first_name: "Верочка" })).toEqual({
      id: 7,
      is_bot: false,
      first_name: "Верочка",
      username: "vera_v",
      phone_number: "+79000000007",
    });
    expect(await telegram.sim("users", { first_name: "Глеб" })).toMatchObject({ id: 1002 });
  });

  it("says what is wrong with a request", async () => {
    expect(await refusal("users", { id: "abc", first_name: "Д" })).toMatch(/^id: /);
    expect(await refusal("users", { id: 9 })).toBe("first_name: a new user needs one");
    expect(await refusal("message", { user: 404, text: "x" })).toBe(
      "there is no user 404: make one with POST /sim/telegram/users",
    );
    expect(await refusal("message", { user: 1001 })).toBe("give either text or contact");
    expect(await refusal("message", { user: 1001, text: "  " })).toBe("the text is empty");
    expect(await refusal("press", { user: 1001, button: "a", data: "b" })).toBe("give either button or data");
    expect(await refusal("faults", { times: 1 })).toMatch(/^a fault needs one of/);
    expect(await refusal("faults", { error_kode: 500 })).toMatch(/error_kode/);
    const broken = await telegram.call("/sim/telegram/message", { method: "POST", body: "{" });
    expect(broken).toMatchObject({ status: 400, body: { error: "the body is not JSON" } });
    expect((await telegram.call("/sim/telegram/nothing")).status).toBe(404);
  });
});

describe("contacts and reply keyboards", () => {
  const keyboard = {
    keyboard: [[{ text: "Отправить номер", request_contact: true }], [{ text: "Позже" }]],
    one_time_keyboard: true,
  };

  it("shares the sender's own contact, or somebody else's card", async () => {
    await telegram.sim("message", { user: 1001, contact: { phone_number: "+79161234567" } });
    expect(await lastUpdate()).toMatchObject({
      message: { contact: { phone_number: "+79161234567", user_id: 1001, first_name: "Анна" } },
    });
    await telegram.sim("message", {
      user: 1001,
      contact: { phone_number: "+7", first_name: "Ия", user_id: null },
    });
    expect((await lastUpdate()).message).toMatchObject({
      contact: { phone_number: "+7", first_name: "Ия" },
    });
    expect((await lastUpdate()).message).not.toHaveProperty("contact.user_id");
  });

  it("shows the keyboard until its button is used, when it is for one time", async () => {
    await telegram.send({ reply_markup: keyboard });
    expect((await telegram.chat()).reply_keyboard).toEqual(keyboard);
    await telegram.sim("message", { user: 1001, text: "нечто" });
    expect((await telegram.chat()).reply_keyboard).toEqual(keyboard);
    await telegram.sim("press", { user: 1001, button: "Отправить номер" });
    expect(await lastUpdate()).toMatchObject({ message: { contact: { user_id: 1001 } } });
    expect((await telegram.chat()).reply_keyboard).toBeUndefined();
  });

  it("takes the keyboard away when the bot says so", async () => {
    await telegram.send({ reply_markup: { keyboard: [["Да", "Нет"]] } });
    await telegram.sim("press", { user: 1001, button: "Да" });
    expect(await lastUpdate()).toMatchObject({ message: { text: "Да" } });
    expect((await telegram.chat()).reply_keyboard).toBeDefined();
    await telegram.send({ reply_markup: { remove_keyboard: true } });
    expect((await telegram.chat()).reply_keyboard).toBeUndefined();
  });
});

describe("pressing", () => {
  it("takes the exact caption, else the only one containing it, in the newest message that has it", async () => {
    const older = await telegram.send({ reply_markup: inline({ text: "Мои записи", callback_data: "old" }) });
    await telegram.send({
      reply_markup: inline(
        { text: "Записаться", callback_data: "book" },
        { text: "Записаться снова", callback_data: "again" },
        { text: "📅 Календарь", callback_data: "calendar" },
      ),
    });
    const data = async (body: Record<string, unknown>): Promise<unknown> => {
      await telegram.sim("press", { user: 1001, ...body });
      return ((await lastUpdate()).callback_query as { data: string }).data;
    };
    expect(await data({ button: "Записаться" })).toBe("book");
    expect(await data({ button: "снова" })).toBe("again");
    expect(await data({ button: "Календарь" })).toBe("calendar");
    expect(await data({ button: "Мои" })).toBe("old");
    expect(await data({ message_id: older.message_id, data: "anything:at:all" })).toBe("anything:at:all");
    expect(await refusal("press", { user: 1001, button: "Запис" })).toBe(
      'several buttons contain "Запис": "Записаться", "Записаться снова"',
    );
    expect(await refusal("press", { user: 1001, message_id: older.message_id, button: "Нет" })).toBe(
      `message ${older.message_id} of chat 1001 has no button "Нет"; there are "Мои записи"`,
    );
    expect(await refusal("press", { user: 1001, data: "x".repeat(65) })).toBe(
      "callback data is 1 to 64 bytes",
    );
  });

  it("opens a link without telling the bot", async () => {
    await telegram.send({ reply_markup: inline({ text: "Оплатить", url: "http://127.0.0.1:3001/pay/1" }) });
    const before = await telegram.updates();
    expect(await telegram.sim("press", { user: 1001, button: "Оплатить" })).toEqual({
      url: "http://127.0.0.1:3001/pay/1",
    });
    expect(await telegram.updates()).toEqual(before);
  });

  it("presses on a message that is gone, as a slow client can", async () => {
    const { message_id } = await telegram.send({
      reply_markup: inline({ text: "Да", callback_data: "yes" }),
    });
    await telegram.done("deleteMessage", { chat_id: 1001, message_id });
    await telegram.sim("press", { user: 1001, message_id, data: "yes" });
    expect(await lastUpdate()).toMatchObject({ callback_query: { message: { message_id, date: 0 } } });
  });
});

describe("blocking", () => {
  it("tells the bot, shuts it out, and lets it in again", async () => {
    await telegram.sim("block", { user: 1001 });
    expect(await lastUpdate()).toMatchObject({
      my_chat_member: {
        old_chat_member: { status: "member" },
        new_chat_member: { status: "kicked", until_date: 0 },
      },
    });
    const refused = await telegram.api("sendMessage", { chat_id: 1001, text: "x" });
    expect(refused.body).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    expect(await refusal("message", { user: 1001, text: "x" })).toMatch(/has blocked the bot/);
    expect(await telegram.sim("block", { user: 1001 })).toEqual({ update_id: null });

    await telegram.sim("unblock", { user: 1001 });
    expect(await lastUpdate()).toMatchObject({ my_chat_member: { new_chat_member: { status: "member" } } });
    await telegram.send({});
  });
});

describe("waiting for a chat", () => {
  it("answers as soon as the chat is newer than the revision one knows", async () => {
    const { revision } = await telegram.chat();
    const waiting = telegram.chat(1001, `?after=${revision}&wait_ms=20000`);
    await telegram.startUser(1002, "Борис");
    await telegram.send({ text: "Новое", disable_notification: true });
    const view = await waiting;
    expect(view.revision).toBeGreaterThan(revision);
    expect(view.messages.at(-1)).toMatchObject({ text: "Новое", from: "bot", silent: true });
  });

  it("answers with the same revision when nothing comes", async () => {
    const { revision } = await telegram.chat();
    expect((await telegram.chat(1001, `?after=${revision}&wait_ms=20`)).revision).toBe(revision);
  });
});

describe("the page", () => {
  it("is served at the root and for the bot's own links, with nothing from elsewhere", async () => {
    for (const path of ["/", "/t.me/okoshko_bot?start=ref_abc"]) {
      const response = await fetch(telegram.url + path);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
      const html = await response.text();
      const parts = [...html.matchAll(/(?:href|src)="(\/chat-page\/[^"]+)"/g)].map((match) => match[1]);
      expect(parts.length).toBeGreaterThan(2);
      for (const part of parts) expect((await fetch(telegram.url + part)).status).toBe(200);
    }
    expect((await fetch(`${telegram.url}/t.me/other_bot`)).status).toBe(404);
    expect((await fetch(`${telegram.url}/chat-page/..%2fmodel.ts`)).status).toBe(404);
  });
});
