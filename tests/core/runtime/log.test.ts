import { expect, it } from "vitest";
import { createLog, HIDDEN_FACTS, type LogLevel } from "../../../src/core/runtime/log.ts";

function capture(level: LogLevel = "info") {
  const lines: string[] = [];
  return { lines, log: createLog({ level, destination: { write: (line) => lines.push(line) } }) };
}

it("writes one line of JSON per event: the level by name, the time with its zone, the sentence", () => {
  const { lines, log } = capture();
  log.info({ bookingId: 7 }, "booked");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    pid: process.pid,
    bookingId: 7,
    message: "booked",
  });
  expect(lines[0]?.trim().includes("\n")).toBe(false);
});

it("says nothing below its level", () => {
  const { lines, log } = capture("warn");
  log.info("not told");
  log.warn("told");
  expect(lines).toHaveLength(1);
});

it.each(HIDDEN_FACTS)("hides %s at every depth, whatever it is", (name) => {
  const { lines, log } = capture();
  const fact = { [name]: 'a "quoted" q7Zk' };
  log.info({ ...fact, one: { ...fact, two: [{ three: fact }] }, [`${name}Count`]: 3 }, "said");
  log.child({ client: fact }).info({ one: { [name]: 77007 } }, "said");
  expect(lines.join()).not.toMatch(/q7Zk|77007/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ [name]: "[hidden]", [`${name}Count`]: 3 });
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({ one: { [name]: "[hidden]" } });
});

it.each([
  [
    "a bot's token in a URL",
    "https://api.telegram.org/bot123456789:AAHabcdefghijklmnopqrstuvwxyz012345/getMe",
    "AAH",
  ],
  ["a key of YooKassa", "key live_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789 is refused", "AbCd"],
  ["a password in a URL", "cannot reach postgresql://okoshko:q7Zk@db.example/okoshko", "q7Zk"],
  ["the secret path of notifications", "POST /yookassa/notifications/q7ZkSecret 404", "q7Zk"],
  ["a phone", "call +79161234567 back", "9161234567"],
])("hides %s inside a sentence, and in an error", (_, sentence, secret) => {
  const { lines, log } = capture();
  log.info(sentence);
  log.error({ err: new Error(sentence) }, "failed");
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain(secret);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

it("leaves ordinary facts alone", () => {
  const { lines, log } = capture();
  const facts = {
    paymentId: "2f3a1c9e-000f-5000-8000-1234567890ab",
    chat: 5_123_456_789,
    tookMs: 79_161_234,
  };
  log.info(facts, "at 2026-11-23T10:00:00.000Z");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject(facts);
});
