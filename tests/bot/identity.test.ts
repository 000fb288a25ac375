import { afterEach, expect, it, vi } from "vitest";
import { type BotIdentity, learnIdentity } from "../../src/bot/index.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { startTelegram, TOKEN } from "../sandbox/telegram-sandbox.ts";

const log = createLog({ level: "silent" });
const againMs = { known: 20, troubled: 20 };
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

const learn = (token: string, apiRoot: string): BotIdentity => {
  const identity = learnIdentity({ token, apiRoot }, { log, againMs });
  opened.push(identity.stop);
  return identity;
};

it("who the bot is is what Telegram says; a token it does not know is told apart from a server that is away", async () => {
  const telegram = await startTelegram();
  opened.push(() => telegram.close());
  const right = learn(TOKEN, telegram.url);
  expect(right.answer()).toBe("asking");
  await vi.waitFor(() => expect(right.answer()).toBe("known"));
  expect(right.username()).toMatch(/bot$/);

  const wrong = learn("4200:another-token_of-somebody-else-altogether", telegram.url);
  await vi.waitFor(() => expect(wrong.answer()).toBe("unknown_token"));
  expect(wrong.username()).toBeUndefined();

  const nobody = learn(TOKEN, "http://127.0.0.1:9");
  await vi.waitFor(() => expect(nobody.answer()).toBe("unreachable"));
});

it("it is asked again: a bot that has gone away is no longer known, and keeps its name", async () => {
  const telegram = await startTelegram();
  const identity = learn(TOKEN, telegram.url);
  await vi.waitFor(() => expect(identity.answer()).toBe("known"));
  await telegram.close();
  await vi.waitFor(() => expect(identity.answer()).toBe("unreachable"));
  expect(identity.username()).toMatch(/bot$/);
});
