import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, describe, expect, it, vi } from "vitest";
import { claimInstallation } from "../../src/core/runtime/installation.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { freePort, type Home, makeHome, runProduct, startProduct, troublesOf } from "../support/product.ts";
import { type Player, playersOf, sim } from "./player.ts";
import {
  accountOf,
  at,
  bankOf,
  dayAhead,
  doorsOn,
  GOOD_CARD,
  numberOf,
  opensPage,
  settlesTo,
} from "./stage.ts";

// Whole processes start here, and other tests want the same two cores.
vi.setConfig({ testTimeout: 60_000 });
const TOKEN = "777000:a-real-token-of-the-tests_1234567890";
const SHOP = { shopId: "424242", secretKey: "live_secret-of-the-tests_1234567890" };
const HOOK_SECRET = "hook-secret-of-the-tests";

describe("a start that cannot be is refused with a sentence", () => {
  it.each<readonly [string, readonly string[], string]>([
    [
      "a role that there is not",
      ["--role", "nonsense"],
      "--role nonsense: there is no such role, expected one of web, bot, jobs, sandbox\n",
    ],
    ["an option that there is not", ["--port", "80"], "Unknown option '--port'"],
  ])("%s", async (_, args, sentence) => {
    const { exit, output } = await runProduct(args, {});
    expect([exit, output.startsWith(sentence)], output).toEqual([1, true]);
    expect(output).not.toContain("    at ");
  });

  it("settings that are wrong: all of them at once, secrets not shown", async () => {
    const { exit, output } = await runProduct([], {
      PORT: "eighty",
      BOT_TOKEN: "my secret",
      PUBLIC_URL: "okoshko",
    });
    expect(exit).toBe(1);
    for (const part of [
      "PORT: ожидается номер порта",
      "«eighty»",
      "BOT_TOKEN: ожидается",
      "PUBLIC_URL: ожидается",
    ]) {
      expect(output).toContain(part);
    }
    expect(output).not.toContain("my secret");
  });

  it("a database that does not answer", async () => {
    const { exit, output } = await runProduct([], {
      DATABASE_URL: `postgresql://okoshko:hidden-word@127.0.0.1:${await freePort()}/okoshko_test`,
    });
    expect(exit).toBe(1);
    expect(output).toContain("The database does not answer");
    expect(output).not.toContain("hidden-word");
    expect(output).not.toContain("    at ");
  });

  it("a database whose disk is full", async () => {
    const db = await testDatabase();
    await db.pool.query(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON installation FOR EACH ROW EXECUTE FUNCTION full_disk()`);
    const { exit, output } = await runProduct([], {
      DATABASE_URL: db.connection.connectionString ?? "",
    });
    expect(exit).toBe(1);
    expect(output).toMatch(/There is no room on a disk: .*could not extend file/);
    expect(output).not.toContain("    at ");
  });

  it("a database of the other mode, either way round", async () => {
    const [played, real] = [await testDatabase(), await testDatabase()];
    await claimInstallation(played, "sandbox", new Date());
    await claimInstallation(real, "live", new Date());
    const [forgotten, mistaken] = await Promise.all([
      runProduct([], { DATABASE_URL: real.connection.connectionString ?? "" }),
      runProduct([], { DATABASE_URL: played.connection.connectionString ?? "", BOT_TOKEN: TOKEN }),
    ]);
    expect([forgotten.exit, mistaken.exit]).toEqual([1, 1]);
    expect(forgotten.output).toBe(
      "This database is live, but BOT_TOKEN is not set, so the product would start as a sandbox. Set BOT_TOKEN, or another DATABASE_URL or DATA_DIR for the sandbox.\n",
    );
    expect(mistaken.output).toBe(
      "This database belongs to the sandbox, but BOT_TOKEN is set. Use another DATABASE_URL or DATA_DIR for the real bot.\n",
    );
    expect(await real.many(sql`SELECT name FROM services`)).toEqual([]);
  });

  it("a port that is taken, the server's or the sandbox's", async () => {
    const db = await testDatabase();
    await makeService(doorsOn(db));
    const occupier = createServer().listen(0, "127.0.0.1");
    await once(occupier, "listening");
    const address = occupier.address();
    const port = String(typeof address === "object" ? address?.port : "");
    const DATABASE_URL = db.connection.connectionString ?? "";
    const [web, sandbox] = await Promise.all([
      runProduct(["--role", "web"], { DATABASE_URL, PORT: port }),
      runProduct(["--role", "sandbox"], { DATABASE_URL, SANDBOX_PORT: port }),
    ]);
    occupier.close();
    for (const [{ exit, output }, name] of [
      [web, "PORT"],
      [sandbox, "SANDBOX_PORT"],
    ] as const) {
      expect(exit).toBe(1);
      expect(output).toContain(
        `Port ${port} is taken by another program (127.0.0.1:${port}). Stop it, or set ${name} to another number.`,
      );
      expect(output).not.toContain("    at ");
    }
  });
});

describe("with real tokens", async () => {
  const db = await testDatabase();
  const doors = doorsOn(db);
  const home: Home = await makeHome();
  const world = await startSandbox({
    host: "127.0.0.1",
    port: 0,
    token: TOKEN,
    ...SHOP,
    clock: { now: () => new Date(), advance: () => Promise.reject(new Error("real time does not jump")) },
  });
  afterAll(() => world.close());
  const databaseUrl = db.connection.connectionString ?? "";
  const env = {
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: world.url,
    YOOKASSA_SHOP_ID: SHOP.shopId,
    YOOKASSA_SECRET_KEY: SHOP.secretKey,
    YOOKASSA_API_URL: `${world.url}/v3`,
    YOOKASSA_NOTIFICATION_SECRET: "notifications-of-the-tests",
    YOOKASSA_NOTIFICATION_ADDRESSES: "127.0.0.1",
    ADMIN_EMAIL: "anna@example.ru",
  };
  const players = playersOf({ sandboxUrl: world.url, db });
  const bank = bankOf({ sandboxUrl: world.url });
  const url = `http://127.0.0.1:${home.port}`;
  const day = dayAhead(3);

  const booksAndPays = async (player: Player, hour: number) => {
    await player.presses("Записаться");
    await player.presses("Стрижка");
    await player.presses(`🟢 ${numberOf(day)}`);
    await player.presses(`🟢 ${hour}:00`);
    await player.presses("Оплатить 2 000,00 ₽");
    await bank.pay(await opensPage(player), GOOD_CARD);
    await player.waitFor("Вы записаны! Запись №");
    await settlesTo(() => accountOf(db, player), [0, 0, "confirmed"]);
  };

  it("the same product serves them, without a sandbox, demo data or a known password", async () => {
    const product = await startProduct({ databaseUrl, home, env });
    expect(product.output()).toMatch(
      /The panel's first owner: anna@example.ru, password: \S{16} \(shown this once\)/,
    );
    expect(await product.ready()).toMatchObject({
      status: 200,
      parts: { database: { ok: true }, panel: { ok: true }, bot: { ok: true } },
    });
    await expect(fetch(product.sandboxUrl)).rejects.toThrow();
    expect(await db.many(sql`SELECT name FROM services`)).toEqual([]);

    const haircut = await makeService(doors, { name: "Стрижка" });
    const maria = await makeSpecialist(doors, [haircut.id]);
    for (const hour of [10, 11, 12])
      await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, hour) });
    await bank.notify(`${url}/yookassa/notifications/${env.YOOKASSA_NOTIFICATION_SECRET}`);
    const anna = players(6_001, "Анна");
    await anna.joins();
    await booksAndPays(anna, 10);
    expect(troublesOf(product)).toEqual([]);
    expect(product.output()).not.toContain(TOKEN);
    expect(product.output()).not.toContain(SHOP.secretKey);
    expect(await product.stop()).toBe(0);
  });

  it("with an address of its own it gets updates by webhook, even when Telegram was away at the start", async () => {
    await sim(world.url, "telegram/faults", { method: "setWebhook", error_code: 500, times: 1_000 });
    const product = await startProduct({
      databaseUrl,
      home,
      env: { ...env, PUBLIC_URL: url, TELEGRAM_WEBHOOK_SECRET: HOOK_SECRET },
    });
    expect(product.output()).not.toContain("first owner");
    expect((await product.ready()).parts.bot).toEqual({
      ok: false,
      reason: "Telegram does not know where to send updates",
    });
    await fetch(`${world.url}/sim/telegram/faults`, { method: "DELETE" });
    await expect.poll(async () => (await product.ready()).status, { timeout: 20_000 }).toBe(200);

    const vera = players(6_002, "Вера");
    await vera.joins();
    await booksAndPays(vera, 11);
    const stranger = await fetch(`${url}/telegram/webhook`, { method: "POST", body: '{"update_id":1}' });
    expect(stranger.status).toBe(401);
    expect(await product.stop()).toBe(0);
  });
});
