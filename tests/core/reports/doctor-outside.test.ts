import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createYookassaProvider } from "../../../src/core/payments/yookassa/index.ts";
import { examine } from "../../../src/core/reports/index.ts";
import { openDatabase } from "../../../src/core/runtime/database.ts";
import { startTelegram, TOKEN } from "../../sandbox/telegram-sandbox.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../../sandbox/yookassa-sandbox.ts";
import { answering, groundWith, holdingCalls, serving, troublesOf } from "./doctor-ground.ts";

const telegram = await startTelegram();
afterAll(() => telegram.close());
const bank = await startYookassa();
afterAll(() => bank.close());
const silent = await serving(() => undefined);
const live = { BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url };
const SECRET = "a-webhook-secret";
const PUBLIC = { PUBLIC_URL: "https://salon.example", TELEGRAM_WEBHOOK_SECRET: SECRET };
const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

describe("Telegram", () => {
  it("is silent while the bot polls and nothing waits", async () => {
    expect(await troublesOf(groundWith({ env: live }), ["telegram"])).toMatchObject([
      { id: "database_stopped", level: "trouble" },
      { id: "telegram_unchecked", level: "unchecked" },
    ]);
  });

  it("tells a webhook that is not there, and one that is somebody else's by its host alone", async () => {
    const ground = groundWith({ env: { ...live, ...PUBLIC } });
    const webhookOf = async () =>
      (await troublesOf(ground, ["telegram"])).filter(({ id }) => id === "telegram_webhook_differs");
    expect(await webhookOf()).toMatchObject([
      { level: "trouble", what: expect.stringContaining("не установлен") },
    ]);
    await telegram.done("setWebhook", { url: "https://other.example/secret-path" });
    const [found] = await webhookOf();
    expect(found?.what).toContain("other.example");
    expect(found?.what).not.toContain("secret-path");
    await telegram.done("setWebhook", {
      url: "https://salon.example/telegram/webhook",
      secret_token: SECRET,
    });
    expect(await webhookOf()).toEqual([]);
    expect(idsOf(await troublesOf(groundWith({ env: live }), ["telegram"]))).toContain(
      "telegram_webhook_differs",
    );
    await telegram.done("deleteWebhook");
  });

  it("tells a backlog, and how long it is", async () => {
    await telegram.startUser();
    for (let text = 0; text < 24; text += 1) await telegram.sim("message", { user: 1001, text: `${text}` });
    const found = await troublesOf(groundWith({ env: live }), ["telegram"]);
    expect(found).toContainEqual(
      expect.objectContaining({ id: "telegram_backlog", level: "warning", count: 25 }),
    );
  });

  it("tells a refused token, a dead server and one that hangs, within its time", async () => {
    const at = (TELEGRAM_API_ROOT: string, BOT_TOKEN = TOKEN) =>
      troublesOf(groundWith({ env: { TELEGRAM_API_ROOT, BOT_TOKEN } }), ["telegram"], 1_000);
    expect(idsOf(await at(telegram.url, "1:wrong"))).toContain("telegram_token_refused");
    const dead = await at("http://127.0.0.1:1");
    expect(dead).toContainEqual(expect.objectContaining({ id: "telegram_unreachable", level: "trouble" }));
    const began = performance.now();
    expect(idsOf(await at(silent))).toContain("telegram_unanswered");
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describe("YooKassa", () => {
  const gatewayAt = (apiUrl: string, secretKey = SECRET_KEY) =>
    createYookassaProvider({ shopId: SHOP_ID, secretKey, apiUrl, timeoutMs: 1_000 });
  const env = { ...live, YOOKASSA_SHOP_ID: SHOP_ID, YOOKASSA_SECRET_KEY: SECRET_KEY };

  it("tells of a live product that its shop is a test one", async () => {
    const ground = groundWith({ env, gateway: gatewayAt(`${bank.baseUrl}/v3/`) });
    expect(await troublesOf(ground, ["yookassa"])).toMatchObject([
      { id: "database_stopped" },
      { id: "yookassa_receipts_unchecked", level: "unchecked" },
      { id: "yookassa_test_shop", level: "warning" },
    ]);
  });

  it("tells a refused key, and silence, each in its own words", async () => {
    const refused = groundWith({ env, gateway: gatewayAt(`${bank.baseUrl}/v3/`, "test_wrong") });
    expect(idsOf(await troublesOf(refused, ["yookassa"]))).toContain("yookassa_key_refused");
    const away = groundWith({ env, gateway: gatewayAt(silent) });
    expect(idsOf(await troublesOf(away, ["yookassa"]))).toContain("yookassa_unreachable");
  });

  it("says which address to enter without its secret", async () => {
    const given = { ...env, ...PUBLIC, YOOKASSA_NOTIFICATION_SECRET: "0123456789abcdef-secret" };
    const found = await examine(groundWith({ env: given, gateway: gatewayAt(`${bank.baseUrl}/v3/`) }), {
      only: ["yookassa"],
    });
    expect(found.find(({ id }) => id === "yookassa_ok")?.what).toContain(
      "https://salon.example/yookassa/notifications/<секрет>",
    );
    expect(JSON.stringify(found)).not.toContain("0123456789abcdef-secret");
  });
});

describe("this machine", () => {
  it("tells a clock that is off, by whose clock and by how much", async () => {
    const early = await serving(answering({}, { date: new Date(Date.now() + 600_000) }));
    const ground = groundWith({ env: { ...live, TELEGRAM_API_ROOT: early } });
    expect(await troublesOf(ground, ["clock"])).toMatchObject([
      { id: "database_stopped" },
      {
        id: "clock_telegram_differs",
        level: "trouble",
        what: expect.stringContaining("отстают от часов Telegram"),
      },
    ]);
    const right = await serving(answering({}, { date: new Date() }));
    const agreed = await troublesOf(groundWith({ env: { ...live, TELEGRAM_API_ROOT: right } }), ["clock"]);
    expect(idsOf(agreed)).toEqual(["database_stopped"]);
    const found = await examine(groundWith({ env: { ...live, TELEGRAM_API_ROOT: right } }), {
      only: ["clock"],
    });
    expect(found.map(({ what }) => what)).toContain("Часы идут верно: сверены с часами Telegram.");
  });

  it("does not call a clock right that it could hold against nobody's", async () => {
    expect(await troublesOf(groundWith(), ["clock"])).toMatchObject([
      { id: "database_stopped" },
      { id: "clock_unchecked", level: "unchecked", why: "Сверять не с кем: базы нет." },
    ]);
    const dead = groundWith({ env: { ...live, TELEGRAM_API_ROOT: "http://127.0.0.1:1" } });
    expect((await troublesOf(dead, ["clock"])).at(-1)).toMatchObject({
      level: "unchecked",
      why: "Сверять не с кем, не ответили: Telegram.",
    });
  });

  it("says of a DATA_DIR that is a file that it is one, and looks at the disk where the file is", async () => {
    const asked: string[] = [];
    const { freeSpace } = groundWith();
    const ground = groundWith({
      env: { DATA_DIR: import.meta.filename },
      freeSpace: (folder) => {
        asked.push(folder);
        return freeSpace(folder);
      },
    });
    expect(await troublesOf(ground, ["database", "disk"])).toMatchObject([
      {
        id: "database_stopped",
        what: `DATA_DIR — это файл, а не папка: ${import.meta.filename}`,
        mend: "Назовите в DATA_DIR папку.",
      },
      {},
    ]);
    expect(asked).toEqual([import.meta.dirname]);
  });

  it("tells a disk that is nearly full", async () => {
    const freeSpace = async () => ({ freeBytes: 1024 ** 2, totalBytes: 1024 ** 3 });
    expect(await troublesOf(groundWith({ freeSpace }), ["disk"])).toMatchObject([
      { id: "disk_low", level: "trouble" },
    ]);
    expect(await troublesOf(groundWith(), ["disk"])).toEqual([]);
  });

  it("tells a part of the server that is not ready, a stranger at its port, and nobody there", async () => {
    const at = (url: string) => {
      const { hostname, port } = new URL(url);
      return troublesOf(groundWith({ env: { HOST: hostname, PORT: port } }), ["web"]);
    };
    const parts = { database: { ok: true }, bot: { ok: false, reason: "Telegram does not answer" } };
    expect(idsOf(await at(await serving(answering({ ready: false, parts }, { status: 503 }))))).toEqual([
      "database_stopped",
      "web_bot_not_ready",
    ]);
    // Whose server it is, the database knows alone.
    expect(
      idsOf(await at(await serving(answering({ ready: true, parts: { database: { ok: true } } })))),
    ).toEqual(["database_stopped", "web_owner_unchecked"]);
    expect(idsOf(await at(await serving(answering("hello"))))).toContain("web_unreachable");
    expect(idsOf(await at("http://127.0.0.1:1"))).toContain("web_unreachable");
  });
});

it("a check that fails hides no other", async () => {
  const freeSpace = () => Promise.reject(new Error("boom"));
  const found = await examine(groundWith({ freeSpace }));
  expect(idsOf(found)).toEqual(
    expect.arrayContaining(["configuration_ok", "disk_check_failed", "clock_unchecked", "database_stopped"]),
  );
});

it("a database that took the call and fell silent holds up nothing else", async () => {
  const host = await holdingCalls();
  const db = openDatabase({ connectionString: `postgresql://salon@${host}/salon` });
  const began = performance.now();
  const found = await examine(groundWith({ db, env: { PORT: "1" } }), { checkMsMax: 500 });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(idsOf(found)).toEqual(
    expect.arrayContaining(["database_unanswered", "jobs_unchecked", "web_unreachable", "disk_ok"]),
  );
});

it("no secret of any configuration is ever in a finding", async () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_-]{20,40}$/);
  const secrets = fc.record({
    token: word,
    webhook: word,
    key: word,
    notification: word,
    session: fc.stringMatching(/^[A-Za-z0-9]{32,40}$/),
    password: word,
    admin: word,
  });
  await fc.assert(
    fc.asyncProperty(secrets, async (given) => {
      const all = Object.values(given);
      const env = {
        BOT_TOKEN: `42:${given.token}`,
        TELEGRAM_API_ROOT: "http://127.0.0.1:1",
        PUBLIC_URL: "http://127.0.0.1:1",
        TELEGRAM_WEBHOOK_SECRET: given.webhook,
        YOOKASSA_SHOP_ID: SHOP_ID,
        YOOKASSA_SECRET_KEY: given.key,
        YOOKASSA_API_URL: "http://127.0.0.1:1",
        YOOKASSA_NOTIFICATION_SECRET: given.notification,
        SESSION_SECRET: given.session,
        DATABASE_URL: `postgresql://salon:${given.password}@127.0.0.1:1/salon`,
        ADMIN_EMAIL: "o@x.test",
        ADMIN_PASSWORD: given.admin,
      };
      // Whoever fails may say anything, even the secrets themselves.
      const fails = () => Promise.reject(new Error(`at ${all.join(" ")} 42:${given.token}`));
      const found = await examine(groundWith({ env, gateway: { checkAccount: fails }, freeSpace: fails }));
      expect(new Set(found.map(({ part }) => part)).size).toBeGreaterThan(4);
      for (const secret of all) expect(JSON.stringify(found)).not.toContain(secret);
    }),
    { numRuns: 15 },
  );
});
