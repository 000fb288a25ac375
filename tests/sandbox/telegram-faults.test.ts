import { afterEach, beforeEach, expect, it } from "vitest";
import { startTelegram, type TelegramUnderTest } from "./telegram-sandbox.ts";

let telegram: TelegramUnderTest;
beforeEach(async () => {
  telegram = await startTelegram();
  await telegram.startUser();
});
afterEach(() => telegram.close());

const send = () => telegram.api("sendMessage", { chat_id: 1001, text: "Привет" });
const botTexts = async (): Promise<string[]> =>
  (await telegram.chat()).messages.filter(({ from }) => from === "bot").map(({ text }) => text);
const waiting = async (): Promise<unknown> => (await telegram.call("/sim/telegram/faults")).body.faults;

it("answers with the error asked for, as often as asked, to that method only", async () => {
  await telegram.sim("faults", { method: "sendMessage", times: 2, error_code: 429, retry_after: 7 });
  await telegram.done("getMe");
  const first = await send();
  expect(first.headers.get("retry-after")).toBe("7");
  expect(first.body).toMatchObject({
    error_code: 429,
    description: "Too Many Requests: retry after 7",
    parameters: { retry_after: 7 },
  });
  expect(await waiting()).toMatchObject([{ method: "sendMessage", times: 1, error_code: 429 }]);
  expect((await send()).status).toBe(429);
  expect((await send()).status).toBe(200);
  expect(await waiting()).toEqual([]);
  expect(await botTexts()).toHaveLength(1);
});

it("hits any method but a poll when none is named", async () => {
  await telegram.sim("faults", { error_code: 500 });
  expect(await telegram.updates()).toHaveLength(1);
  expect((await send()).body).toMatchObject({ error_code: 500, description: "Internal Server Error" });
});

it("hits only the chat it is for", async () => {
  await telegram.startUser(1002, "Борис");
  await telegram.sim("faults", { user: 1002, error_code: 403 });
  expect((await send()).status).toBe(200);
  const other = await telegram.api("sendMessage", { chat_id: 1002, text: "x" });
  expect(other.body).toMatchObject({
    error_code: 403,
    description: "Forbidden: bot was blocked by the user",
  });
});

it("breaks the connection before the effect, or after it", async () => {
  await telegram.sim("faults", { method: "sendMessage", reset: true });
  await expect(send()).rejects.toThrow();
  expect(await botTexts()).toEqual([]);
  await telegram.sim("faults", { method: "sendMessage", kind: "reset", when: "after" });
  await expect(send()).rejects.toThrow();
  expect(await botTexts()).toEqual(["Привет"]);
});

it("answers with a gateway's HTML page, the message being sent all the same", async () => {
  await telegram.sim("faults", { method: "sendMessage", error_code: 502, body: "html", when: "after" });
  const response = await fetch(
    `${telegram.url}/bot4200:sandbox-token_of-the-tests/sendMessage?chat_id=1001&text=x`,
  );
  expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
  expect(await botTexts()).toEqual(["x"]);
});

it("answers late", async () => {
  await telegram.sim("faults", { method: "getMe", slow_ms: 150 });
  const startedAtMs = performance.now();
  await telegram.done("getMe");
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(145);
});

it("delivers an update twice under one id", async () => {
  await telegram.updates({ offset: -1 });
  await telegram.sim("faults", { duplicate_update: true });
  const { update_id } = await telegram.sim("message", { user: 1001, text: "раз" });
  const twice = await telegram.updates({ offset: update_id });
  expect(twice.map((update) => update.update_id)).toEqual([update_id, update_id]);
});

it("lets an update overtake the one before it", async () => {
  const [start] = await telegram.updates();
  await telegram.sim("faults", { reorder: true });
  const first = await telegram.sim("message", { user: 1001, text: "раз" });
  const second = await telegram.sim("message", { user: 1001, text: "два" });
  const ids = (await telegram.updates({ offset: Number(start?.update_id) + 1 })).map(
    ({ update_id }) => update_id,
  );
  expect(ids).toEqual([second.update_id, first.update_id]);
});

it("forgets its faults on a reset, and when asked to", async () => {
  await telegram.sim("faults", { error_code: 500 });
  await telegram.post("/sim/reset", {});
  expect(await waiting()).toEqual([]);
  await telegram.sim("faults", { error_code: 500 });
  await telegram.call("/sim/telegram/faults", { method: "DELETE" });
  expect(await waiting()).toEqual([]);
});
