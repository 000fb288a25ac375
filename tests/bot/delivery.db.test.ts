import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Update } from "grammy/types";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createApi, createMessenger, pollUpdates, webhookHandler } from "../../src/bot/index.ts";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import type { Message, MessageKind } from "../../src/core/notifications/index.ts";
import { startTelegram, TOKEN } from "../sandbox/telegram-sandbox.ts";
import { testApp } from "../support/app.ts";
import { makeSituation, granted as value } from "../support/make.ts";

const lines: string[] = [];
const say = (facts: object | string, message?: string) => lines.push(JSON.stringify([facts, message]));
const log = { debug: say, info: say, warn: say, error: say, child: () => log };
const app = await testApp({ log });
const telegram = await startTelegram();
afterAll(() => telegram.close());
const address = { token: TOKEN, apiRoot: telegram.url };

const taken: number[] = [];
const sink = {
  accept: async (updates: readonly Update[]) => {
    const { storeUpdates } = await import("../../src/bot/inbox.ts");
    await storeUpdates(app, updates);
    taken.push(...updates.map(({ update_id }) => update_id));
  },
};
const stops: (() => Promise<void>)[] = [];
function startPolling(options: { readonly token?: string } = {}) {
  const controller = new AbortController();
  const states: string[] = [];
  const done = pollUpdates(
    app,
    sink,
    { ...address, ...options, onState: (state) => states.push(state) },
    controller.signal,
  );
  const stop = async () => {
    controller.abort();
    await done;
  };
  stops.push(stop);
  return { states, stop };
}
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await telegram.call("/sim/telegram/faults", { method: "DELETE" });
});
const write = async (text: string) => {
  const { update_id } = await telegram.sim("message", { user: 1001, text });
  return update_id as number;
};
await telegram.startUser();

describe("polling", () => {
  it("takes what was written before it and while it runs, each update once", async () => {
    const before = await write("раз");
    startPolling();
    await expect.poll(() => taken).toContain(before);
    const during = await write("два");
    await expect.poll(() => taken).toContain(during);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it("is one process at a time, and the next takes over when it stops", async () => {
    const first = startPolling();
    await expect.poll(async () => first.states.length > 0).toBe(true);
    const second = startPolling();
    const one = await write("три");
    await expect.poll(() => taken).toContain(one);
    await first.stop();
    const other = await write("четыре");
    await expect.poll(() => taken, { timeout: 10_000 }).toContain(other);
    expect(second.states).toContain("polling");
  });

  it.each([{ error_code: 500 }, { error_code: 409 }, { error_code: 429, retry_after: 1 }, { kind: "reset" }])(
    "goes on after %o",
    async (fault) => {
      const { kind, ...rest } = fault as { kind?: string; error_code?: number };
      await telegram.sim("faults", {
        method: "getUpdates",
        times: 1,
        ...rest,
        ...(kind ? { [kind]: true } : {}),
      });
      startPolling();
      const written = await write("пять");
      await expect.poll(() => taken, { timeout: 10_000 }).toContain(written);
    },
  );

  it("says what is wrong with a wrong token, without the token", async () => {
    const wrong = "4200:wrong-token_that-nobody-may-read-anywhere";
    const { states } = startPolling({ token: wrong });
    await expect.poll(() => states).toContain("unreachable");
    expect(lines.join("\n")).toContain("check BOT_TOKEN");
    expect(lines.join("\n")).not.toContain("wrong-token");
  });
});

describe("the webhook", () => {
  const SECRET = "a-secret_of-the-tests";
  const handler = webhookHandler(app, sink, SECRET);
  const server = createServer((request, response) => void handler(request, response));
  const url = new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
  afterAll(() => server.close());
  const post = async (body: string, secret?: string) =>
    (
      await fetch(await url, {
        method: "POST",
        body,
        headers: secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret },
      })
    ).status;
  const body = JSON.stringify({ update_id: 900_000_000, message: { text: "x", from: { id: 7 } } });

  it("stores an update that knows the secret, and says yes to its repetition too", async () => {
    expect(await post(body, SECRET)).toBe(200);
    expect(taken).toContain(900_000_000);
    expect(await post(body, SECRET)).toBe(200);
  });

  it.each([undefined, "", "another", `${SECRET}x`])("refuses the secret %s", async (secret) => {
    expect(await post(body, secret)).toBe(401);
  });

  it.each(["", "{", "[]", "{}", '{"update_id":"1"}', "<html>"])("refuses the body %s", async (wrong) => {
    expect(await post(wrong, SECRET)).toBe(400);
  });
});

describe("the messenger", () => {
  const messenger = createMessenger(app, createApi(address));
  const message = (kind: MessageKind, over: Partial<Message> = {}): Message => ({
    id: app.newId(),
    kind,
    telegramId: 1001,
    clientId: undefined,
    staffId: undefined,
    bookingId: undefined,
    payload: {},
    isSilent: false,
    replacesMessageId: undefined,
    ...over,
  });
  const confirmed = async () => {
    const { client, service, slot } = await makeSituation(app, { service: { policy: "onSite" } });
    const hold = { bookingId: app.newId(), clientId: client.id };
    value(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
    value(await confirmHold(app, hold));
    return hold;
  };
  const fault = (over: object) => telegram.sim("faults", { method: "sendDocument", times: 1, ...over });

  it.each([
    [{ error_code: 403 }, { outcome: "unreachable", reason: "bot_blocked" }],
    [
      { error_code: 403, description: "Forbidden: user is deactivated" },
      { outcome: "unreachable", reason: "account_deleted" },
    ],
    [
      { error_code: 429, retry_after: 7 },
      { outcome: "slow_down", retryAfterSeconds: 7 },
    ],
    [{ error_code: 500 }, { outcome: "unknown" }],
    [{ reset: true }, { outcome: "unknown" }],
  ])("tells %o from the rest", async (trouble, expected) => {
    const hold = await confirmed();
    await fault(trouble);
    expect(await messenger.deliver(message("booking_confirmed", hold))).toMatchObject(expected);
  });

  it("says nothing about what is gone", async () => {
    expect(await messenger.deliver(message("booking_confirmed", { bookingId: app.newId() }))).toMatchObject({
      outcome: "skipped",
    });
    expect(
      await messenger.deliver(message("message_from_staff", { payload: { messageId: app.newId() } })),
    ).toMatchObject({
      outcome: "skipped",
    });
  });

  it.each([
    "payment_declined",
    "payment_too_late",
    "payment_returned",
    "capture_refused",
    "staff_new_booking",
    "staff_payment_needs_person",
    "staff_backup_failed",
  ] as const)("finds words for %s", async (kind) => {
    const hold = await confirmed();
    const payload = { reason: "3d_secure_failed", amountKopecks: 150_000, problem: "нет <места>" };
    expect(await messenger.deliver(message(kind, { ...hold, payload }))).toMatchObject({ outcome: "sent" });
    const last = (await telegram.chat()).messages.at(-1);
    expect(last?.text).not.toMatch(/none|undefined|NaN/);
  });

  it("nobody's name or words are in the log", () => {
    expect(lines.join("\n")).not.toMatch(/Анна|Мария|Вы записаны/);
  });
});
