import { mkdtemp } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Bot, InlineKeyboard, InputFile } from "grammy";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inline, startTelegram, type TelegramUnderTest, TOKEN } from "./telegram-sandbox.ts";

let telegram: TelegramUnderTest;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  telegram = await startTelegram();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await telegram.close();
});

type Delivery = { readonly headers: IncomingMessage["headers"]; readonly update: Record<string, unknown> };
type Verdict = { status?: number; headers?: Record<string, string>; body?: string };

/** A bot's webhook that notes what comes and answers as `decide` says. */
async function startWebhook(
  decide: (delivery: Delivery, count: number) => Verdict | Promise<Verdict> = () => ({}),
) {
  const deliveries: Delivery[] = [];
  let wake = (): void => undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const delivery = { headers: request.headers, update: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
    deliveries.push(delivery);
    wake();
    const { status = 200, headers = {}, body = "" } = await decide(delivery, deliveries.length);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    deliveries,
    until: async (count: number): Promise<Delivery[]> => {
      while (deliveries.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return deliveries;
    },
  };
}

const drained = async (): Promise<unknown> =>
  (await telegram.call("/sim/telegram/updates/pending?wait_ms=10000")).body.count;

/** A long poll that is certainly under way: it has confirmed an update. Only an object keeps it unawaited. */
async function poll(): Promise<{ readonly answer: ReturnType<TelegramUnderTest["api"]> }> {
  await telegram.startUser();
  const [start] = await telegram.updates();
  const answer = telegram.api("getUpdates", { offset: Number(start?.update_id) + 1, timeout: 30 });
  expect(await drained()).toBe(0);
  return { answer };
}

describe("polling", () => {
  it("gives an update to whoever waits for it, and again until it is confirmed", async () => {
    await telegram.sim("users", { id: 1001, first_name: "Анна" });
    const waiting = telegram.updates({ timeout: 30 });
    const { update_id } = await telegram.sim("message", { user: 1001, text: "/start ref_abc" });
    const [update] = await waiting;
    expect(update).toMatchObject({
      update_id,
      message: {
        text: "/start ref_abc",
        from: { id: 1001, is_bot: false, first_name: "Анна" },
        chat: { id: 1001, type: "private" },
        entities: [{ type: "bot_command", offset: 0, length: 6 }],
      },
    });
    expect(await telegram.updates()).toEqual([update]);
    expect(await telegram.updates({ offset: Number(update_id) + 1 })).toEqual([]);
    expect(await telegram.updates()).toEqual([]);
  });

  it("numbers updates in order and gives no more than asked", async () => {
    await telegram.sim("users", { id: 1001, first_name: "Анна" });
    const ids: unknown[] = [];
    for (const text of ["a", "b", "c"])
      ids.push((await telegram.sim("message", { user: 1001, text })).update_id);
    const first = Number(ids[0]);
    expect(ids).toEqual([first, first + 1, first + 2]);
    expect((await telegram.updates({ limit: 2 })).map(({ update_id }) => update_id)).toEqual([
      first,
      first + 1,
    ]);
    expect((await telegram.updates({ offset: -1 })).map(({ update_id }) => update_id)).toEqual([first + 2]);
  });

  it("ends the first of two pollers with a 409", async () => {
    const first = await poll();
    const second = telegram.api("getUpdates", { timeout: 30 });
    expect((await first.answer).body).toMatchObject({
      error_code: 409,
      description:
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    await telegram.sim("message", { user: 1001, text: "второму" });
    expect((await second).body).toMatchObject({ ok: true, result: [{ message: { text: "второму" } }] });
  });

  it("forgets a tap after 150 seconds and a message after a day", async () => {
    await telegram.startUser();
    await telegram.send({ reply_markup: inline({ text: "Да", callback_data: "yes" }) });
    await telegram.sim("press", { user: 1001, button: "Да" });
    expect(await telegram.updates()).toHaveLength(2);
    await telegram.advance(150);
    expect(await telegram.updates()).toHaveLength(1);
    await telegram.advance(24 * 3600);
    expect(await telegram.updates()).toEqual([]);
  });

  it("leaves out at their making the kinds that the bot did not ask for, and remembers the list", async () => {
    await telegram.updates({ allowed_updates: ["callback_query"] });
    await telegram.sim("users", { id: 1001, first_name: "Анна" });
    expect(await telegram.sim("message", { user: 1001, text: "x" })).toEqual({ update_id: null });
    await telegram.updates({ allowed_updates: [] });
    await telegram.sim("message", { user: 1001, text: "y" });
    expect(await telegram.updates()).toMatchObject([{ message: { text: "y" } }]);
  });
});

describe("a grammY bot", () => {
  const startBot = async (): Promise<Bot> => {
    const bot = new Bot(TOKEN, { client: { apiRoot: telegram.url } });
    bot.command("start", (ctx) =>
      ctx.reply(`Код: <b>${ctx.match}</b>`, {
        parse_mode: "HTML",
        reply_markup: new InlineKeyboard()
          .text("Записаться", "book")
          .success()
          .row()
          .url("Сайт", "https://a.example"),
      }),
    );
    bot.callbackQuery("book", async (ctx) => {
      await ctx.answerCallbackQuery("Готово");
      await ctx.editMessageText("Вы записаны");
      await ctx.replyWithDocument(new InputFile(Buffer.from("ics"), "визит.ics"));
    });
    return bot;
  };

  it("plays a whole conversation by polling", async () => {
    const bot = await startBot();
    const polling = bot.start();
    closers.push(async () => {
      await bot.stop();
      await polling;
    });
    await telegram.sim("users", { id: 1001, first_name: "Анна" });
    await telegram.sim("message", { user: 1001, text: "/start ref_abc" });
    let view = await telegram.chat();
    while (view.messages.length < 2) view = await telegram.chat(1001, `?after=${view.revision}&wait_ms=5000`);
    expect(view.messages[1]).toMatchObject({
      text: "Код: ref_abc",
      buttons: [
        [{ text: "Записаться", style: "success", callback_data: "book" }],
        [{ url: "https://a.example" }],
      ],
    });

    await telegram.sim("press", { user: 1001, button: "Запис" });
    while (view.messages.length < 3) view = await telegram.chat(1001, `?after=${view.revision}&wait_ms=5000`);
    expect(view.messages[1]).toMatchObject({ text: "Вы записаны", edited: true });
    expect(view.messages[2]).toMatchObject({ document: { file_name: "визит.ics" } });
    expect(view.toasts).toMatchObject([{ text: "Готово", show_alert: false }]);
  });

  it("plays it by webhook too", async () => {
    const bot = await startBot();
    await bot.init();
    const webhook = await startWebhook(async ({ update }) => {
      await bot.handleUpdate(update as unknown as Parameters<Bot["handleUpdate"]>[0]);
      return {};
    });
    await bot.api.setWebhook(webhook.url, { secret_token: "s3cret" });
    await telegram.startUser();
    expect(await drained()).toBe(0);
    expect(webhook.deliveries[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("s3cret");
    expect((await telegram.chat()).messages).toHaveLength(2);
  });
});

describe("the webhook", () => {
  it("shuts polling out, and setting it ends a poll under way", async () => {
    const { answer } = await poll();
    const { url } = await startWebhook();
    expect((await telegram.api("setWebhook", { url })).body.description).toBe("Webhook was set");
    expect((await answer).body.description).toBe("Conflict: terminated by setWebhook request");
    expect((await telegram.api("getUpdates")).body).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    expect((await telegram.api("setWebhook", { url })).body.description).toBe("Webhook is already set");
    expect((await telegram.api("deleteWebhook")).body.description).toBe("Webhook was deleted");
    expect((await telegram.api("deleteWebhook")).body.description).toBe("Webhook is already deleted");
  });

  it("tries a failed update again before the next of the same chat, and says what went wrong", async () => {
    const webhook = await startWebhook((_delivery, count) => ({ status: count === 1 ? 500 : 200 }));
    await telegram.done("setWebhook", { url: webhook.url });
    await telegram.startUser();
    await telegram.sim("message", { user: 1001, text: "два" });
    expect(await drained()).toBe(0);
    const texts = webhook.deliveries.map(({ update }) => (update.message as { text: string }).text);
    expect(texts).toEqual(["/start", "/start", "два"]);
    expect(await telegram.done("getWebhookInfo")).toMatchObject({
      pending_update_count: 0,
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
    });
  });

  it("waits as long as Retry-After says, by the sandbox's clock", async () => {
    const webhook = await startWebhook((_delivery, count) =>
      count === 1 ? { status: 503, headers: { "retry-after": "600" } } : {},
    );
    await telegram.done("setWebhook", { url: webhook.url });
    await telegram.startUser();
    let info: unknown;
    do info = await telegram.done("getWebhookInfo");
    while (!JSON.stringify(info).includes("503 Service Unavailable"));
    await telegram.advance(599);
    expect(webhook.deliveries).toHaveLength(1);
    await telegram.advance(1);
    expect(await drained()).toBe(0);
    expect(webhook.deliveries).toHaveLength(2);
  });

  it("delivers a tap while a message of the same user is still stuck", async () => {
    await telegram.startUser();
    await telegram.send({ reply_markup: inline({ text: "Да", callback_data: "yes" }) });
    await telegram.updates({ offset: -1 });
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (release = resolve));
    const webhook = await startWebhook(async ({ update }) => {
      if ("message" in update) await stuck;
      return {};
    });
    await telegram.done("setWebhook", { url: webhook.url, drop_pending_updates: true });
    await telegram.sim("message", { user: 1001, text: "раз" });
    await telegram.sim("message", { user: 1001, text: "два" });
    await telegram.sim("press", { user: 1001, button: "Да" });
    await webhook.until(2);
    const kinds = webhook.deliveries.map(({ update }) => Object.keys(update)[1]);
    expect(kinds.sort()).toEqual(["callback_query", "message"]);
    release();
    expect(await drained()).toBe(0);
    expect(webhook.deliveries).toHaveLength(3);
  });

  it("executes the method that an answer names, but never one about updates", async () => {
    const bodies = [{ method: "sendMessage", chat_id: 1001, text: "Из ответа" }, { method: "deleteWebhook" }];
    const webhook = await startWebhook((_delivery, count) => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(bodies[count - 1] ?? {}),
    }));
    await telegram.done("setWebhook", { url: webhook.url });
    await telegram.startUser();
    await telegram.sim("message", { user: 1001, text: "два" });
    expect(await drained()).toBe(0);
    expect((await telegram.chat()).messages.map(({ text }) => text)).toContain("Из ответа");
    expect(await telegram.done("getWebhookInfo")).toMatchObject({ url: webhook.url });
  });
});

it("knows its chats, updates and numbers after a restart", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "okoshko-sandbox-")), "state.json");
  const before = await startTelegram({ stateFile });
  await before.startUser();
  const sent = await before.send({ reply_markup: inline({ text: "Да", callback_data: "yes" }) });
  const press = await before.sim("press", { user: 1001, button: "Да" });
  const view = await before.chat();
  await before.close();

  const after = await startTelegram({ stateFile });
  closers.push(after.close);
  expect(await after.chat()).toEqual(view);
  expect((await after.updates()).at(-1)?.update_id).toBe(press.update_id);
  expect((await after.send({})).message_id).toBe(sent.message_id + 1);
  const next = await after.sim("message", { user: 1001, text: "ещё" });
  expect(next.update_id).toBe(Number(press.update_id) + 1);
});

it("goes on with new numbers after a reset, so that no update looks already seen", async () => {
  await telegram.startUser();
  const [before] = await telegram.updates();
  await telegram.post("/sim/reset", {});
  expect((await telegram.call("/sim/telegram/chats/1001")).status).toBe(400);
  await telegram.startUser();
  const [after] = await telegram.updates();
  expect(after?.update_id).toBe(Number(before?.update_id) + 1);
});
