import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addressMatcher } from "../../../src/core/runtime/address-range.ts";
import { ConfigError, type Environment, loadConfig } from "../../../src/core/runtime/config.ts";

const BOT_TOKEN = "123456:AAH-fake_fake_fake_fake_fake_fake_f";

function problemsOf(env: Environment): readonly string[] {
  try {
    loadConfig({ env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("with nothing set", () => {
  it("is the sandbox, on loopback, with the embedded database, and trusts no proxy", () => {
    expect(loadConfig({ env: {} })).toMatchObject({
      mode: "sandbox",
      database: { url: undefined, dataDir: path.resolve(".data") },
      web: { host: "127.0.0.1", port: 3000, publicUrl: undefined, proxies: 0 },
      telegram: { token: undefined, apiRoot: "https://api.telegram.org", webhookSecret: undefined },
      yookassa: { account: undefined, apiUrl: "https://api.yookassa.ru/v3", notificationSecret: undefined },
      panel: { sessionSecret: undefined, adminEmail: undefined, adminPassword: undefined },
      sandbox: { port: 3001 },
      logLevel: "info",
    });
  });

  it("takes an empty value for none", () => {
    expect(loadConfig({ env: { BOT_TOKEN: "", PORT: " ", YOOKASSA_SHOP_ID: "" } })).toEqual(
      loadConfig({ env: {} }),
    );
  });

  it("believes notifications from YooKassa's published addresses only", () => {
    const isYookassa = addressMatcher(loadConfig({ env: {} }).yookassa.notificationAddresses);
    const from = ["185.71.76.0", "185.71.77.31", "::ffff:77.75.156.11", "2a02:5180::1"];
    const notFrom = ["185.71.76.32", "77.75.156.12", "2a02:5181::1", "::ffff:1.2.3.4", "nonsense", ""];
    expect(from.filter(isYookassa)).toEqual(from);
    expect(notFrom.filter(isYookassa)).toEqual([]);
  });
});

it.each<[Environment, object]>([
  [{ BOT_TOKEN }, { mode: "live", telegram: { token: BOT_TOKEN } }],
  [
    { PORT: "0", HOST: "::", SANDBOX_PORT: "65535" },
    { web: { port: 0, host: "::" }, sandbox: { port: 65535 } },
  ],
  [{ DATA_DIR: "elsewhere" }, { database: { dataDir: path.resolve("elsewhere") } }],
  [{ DATABASE_URL: "postgres://u:p@h/d" }, { database: { url: "postgres://u:p@h/d" } }],
  [
    { PUBLIC_URL: "https://okoshko.example/", TELEGRAM_WEBHOOK_SECRET: "s-3_x", BOT_TOKEN },
    { web: { publicUrl: "https://okoshko.example" }, telegram: { webhookSecret: "s-3_x" } },
  ],
  [
    { YOOKASSA_SHOP_ID: "100500", YOOKASSA_SECRET_KEY: "test_key" },
    { yookassa: { account: { shopId: "100500", secretKey: "test_key" } } },
  ],
  [
    { YOOKASSA_NOTIFICATION_ADDRESSES: "127.0.0.1, ::1/128" },
    {
      yookassa: {
        notificationAddresses: [
          { address: "127.0.0.1", prefix: 32, family: "ipv4" },
          { address: "::1", prefix: 128, family: "ipv6" },
        ],
      },
    },
  ],
  [{ TRUST_PROXY: "2" }, { web: { proxies: 2 } }],
  [{ METRICS_TOKEN: "0123456789abcdef" }, { web: { metricsToken: "0123456789abcdef" } }],
  [
    { ADMIN_EMAIL: "anna@example.com" },
    { panel: { adminEmail: "anna@example.com", adminPassword: undefined } },
  ],
  [{ LOG_LEVEL: "silent" }, { logLevel: "silent" }],
])("reads %j", (env, expected) => {
  expect(loadConfig({ env })).toMatchObject(expected);
});

it.each<[Environment, string]>([
  [{ PORT: "80a" }, "PORT: ожидается номер порта от 0 до 65535; дано «80a»"],
  [{ PORT: "65536" }, "PORT: ожидается номер порта от 0 до 65535; дано «65536»"],
  [{ TRUST_PROXY: "true" }, "TRUST_PROXY: ожидается число прокси впереди, от 0 до 10; дано «true»"],
  [
    { LOG_LEVEL: "loud" },
    "LOG_LEVEL: ожидается одно из: trace, debug, info, warn, error, fatal, silent; дано «loud»",
  ],
  [
    { TELEGRAM_API_ROOT: "api.telegram.org" },
    "TELEGRAM_API_ROOT: ожидается адрес вида https://api.telegram.org; дано «api.telegram.org»",
  ],
  [
    { YOOKASSA_API_URL: "ftp://x" },
    "YOOKASSA_API_URL: ожидается адрес вида https://api.yookassa.ru/v3; дано «ftp://x»",
  ],
  [
    { PUBLIC_URL: "https://a.example/?x", TELEGRAM_WEBHOOK_SECRET: "s" },
    "PUBLIC_URL: ожидается адрес вида https://okoshko.example; дано «https://a.example/?x»",
  ],
  [
    { PUBLIC_URL: "https://a.example" },
    "TELEGRAM_WEBHOOK_SECRET: ожидается, потому что задано PUBLIC_URL; не дано ничего",
  ],
  [
    { PUBLIC_URL: "http://a.example", TELEGRAM_WEBHOOK_SECRET: "s", BOT_TOKEN },
    "PUBLIC_URL: ожидается https, другого Telegram не вызывает; дано «http://a.example»",
  ],
  [
    { YOOKASSA_SHOP_ID: "1" },
    "YOOKASSA_SECRET_KEY: ожидается, потому что задано YOOKASSA_SHOP_ID; не дано ничего",
  ],
  [
    { YOOKASSA_SECRET_KEY: "test_x" },
    "YOOKASSA_SHOP_ID: ожидается, потому что задано YOOKASSA_SECRET_KEY; не дано ничего",
  ],
  [
    { ADMIN_PASSWORD: "long enough" },
    "ADMIN_EMAIL: ожидается, потому что задано ADMIN_PASSWORD; не дано ничего",
  ],
  [{ ADMIN_EMAIL: "anna" }, "ADMIN_EMAIL: ожидается адрес e-mail; дано «anna»"],
  ...["185.71.76.0/33", "1.2.3", "::1/129", "1.2.3.4/8/8", "1.2.3.4/x", ","].map(
    (list): [Environment, string] => [
      { YOOKASSA_NOTIFICATION_ADDRESSES: list },
      `YOOKASSA_NOTIFICATION_ADDRESSES: ожидается список IP-адресов или их блоков вида 185.71.76.0/27, через запятую; дано «${list}»`,
    ],
  ),
])("refuses %j in words", (env, problem) => {
  expect(problemsOf(env)).toEqual([problem]);
});

it("names every problem at once", () => {
  const names = problemsOf({
    PORT: "x",
    LOG_LEVEL: "x",
    YOOKASSA_SHOP_ID: "x",
    PUBLIC_URL: "https://a.example",
  });
  expect(names.map((line) => line.split(":")[0])).toEqual([
    "PORT",
    "YOOKASSA_SHOP_ID",
    "LOG_LEVEL",
    "TELEGRAM_WEBHOOK_SECRET",
    "YOOKASSA_SECRET_KEY",
  ]);
});

it.each([
  "DATABASE_URL",
  "BOT_TOKEN",
  "TELEGRAM_WEBHOOK_SECRET",
  "YOOKASSA_NOTIFICATION_SECRET",
  "YOOKASSA_SECRET_KEY",
  "SESSION_SECRET",
  "ADMIN_PASSWORD",
])("never repeats what stands in %s", (name) => {
  const problems = problemsOf({ [name]: "q w e" });
  expect(problems[0]).toContain(`${name}: ожидается`);
  expect(problems.join()).not.toContain("q w e");
});

it("reads the file when it is there, and lets the environment speak first", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "okoshko-env-"));
  const envFile = path.join(folder, ".env");
  expect(loadConfig({ env: {}, envFile }).web.port).toBe(3000);
  writeFileSync(envFile, 'PORT=4000\nHOST="0.0.0.0"\nLOG_LEVEL=\n# a comment\n');
  expect(loadConfig({ env: { PORT: "5000", HOST: "" }, envFile })).toMatchObject({
    web: { port: 5000, host: "0.0.0.0" },
    logLevel: "info",
  });
  rmSync(folder, { recursive: true });
});

it("looks for the file and for the data where OKOSHKO_HOME says, whatever the folder it works in", () => {
  const home = mkdtempSync(path.join(tmpdir(), "okoshko-home-"));
  writeFileSync(path.join(home, ".env"), "PORT=4100\n");
  const at = (env: Record<string, string>) =>
    loadConfig({ env: { OKOSHKO_HOME: home, ...env }, envFile: ".env" });
  expect(at({})).toMatchObject({ web: { port: 4100 }, database: { dataDir: path.join(home, ".data") } });
  expect(at({ DATA_DIR: "salon" }).database.dataDir).toBe(path.join(home, "salon"));
  expect(at({ DATA_DIR: "/var/salon" }).database.dataDir).toBe("/var/salon");
  rmSync(home, { recursive: true });
});
