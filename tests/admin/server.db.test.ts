import { connect, createServer as createProxy, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { addressMatcher, parseAddressRange } from "../../src/core/runtime/address-range.ts";
import { openDatabase } from "../../src/core/runtime/database.ts";
import { listen } from "../../src/server.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const range = parseAddressRange("185.71.76.0/27");
const isTheirs = addressMatcher(range === undefined ? [] : [range]);
const { url } = await startPanel(db, {
  proxies: 1,
  yookassa: { secret: "a-secret-for-notifications", isTheirs },
  checks: {
    bot: async () => {
      throw new Error("cannot reach https://api.telegram.org/bot123456:secret/getMe");
    },
  },
});
const visitor = new Visitor(url);

describe("a notification of the gateway", () => {
  const path = "/yookassa/notifications/a-secret-for-notifications";
  const theirs = { "x-forwarded-for": "185.71.76.5" };
  const body = { type: "notification", event: "payment.succeeded", object: { id: "2d1f-000f" } };

  it("from their address at the right path is kept as a hint, once", async () => {
    expect((await visitor.post(path, body, theirs)).status).toBe(200);
    expect((await visitor.post(path, body, theirs)).status).toBe(200);
    const { rows } = await db.pool.query("SELECT event, provider_id FROM payment_hints");
    expect(rows).toEqual([{ event: "payment.succeeded", provider_id: "2d1f-000f" }]);
  });

  it.each([
    ["another address", path, { "x-forwarded-for": "8.8.8.8" }],
    ["no forwarded address", path, {}],
    ["an address put in front of the proxy's", path, { "x-forwarded-for": "185.71.76.5, 8.8.8.8" }],
    ["another secret", "/yookassa/notifications/another", theirs],
    ["a longer secret", `${path}x`, theirs],
  ])("with %s is as if there were nothing here", async (_, at, headers) => {
    expect((await visitor.post(at, body, headers)).status).toBe(404);
    expect((await db.pool.query("SELECT 1 FROM payment_hints")).rowCount).toBe(1);
  });

  it.each([
    [400, "{"],
    [400, "[]"],
    [400, "{}"],
    [400, '{"event":"payment.succeeded","object":null}'],
    [400, '{"event":1,"object":{"id":2}}'],
    [400, JSON.stringify({ event: "e", object: { id: "x".repeat(200) } })],
    [413, JSON.stringify({ event: "e", object: { id: "x".repeat(70_000) } })],
  ])("that is malformed is answered with %i", async (status, text) => {
    const headers = { "content-type": "application/json", ...theirs };
    expect((await visitor.ask(path, { method: "POST", body: text, headers })).status).toBe(status);
  });
});

it("/health says alive, /ready which part cannot serve and why, without a secret", async () => {
  expect((await visitor.get("/health")).status).toBe(200);
  const ready = await visitor.get("/ready");
  expect(ready.status).toBe(503);
  expect(JSON.parse(ready.text)).toEqual({
    ready: false,
    parts: {
      database: { ok: true },
      panel: { ok: true },
      bot: { ok: false, reason: "cannot reach …" },
    },
  });
});

it("/ leads to the panel, anything else is nowhere", async () => {
  expect((await visitor.get("/")).headers.get("location")).toBe("/admin");
  expect((await visitor.get("/nothing")).status).toBe(404);
  expect((await visitor.post("/telegram/webhook", {})).status).toBe(404);
});

it("a port that is taken is said to be", async () => {
  const express = (await import("express")).default();
  const { port } = new URL(url);
  await expect(listen(express, { host: "127.0.0.1", port: Number(port) })).rejects.toThrow(
    `Port ${port} is taken by another program`,
  );
});

it("behind https the cookie travels by https alone, and the browser is told to stay there", async () => {
  const secure = await startPanel(db, { publicUrl: "https://okoshko.example" });
  const answer = await new Visitor(secure.url).signIn(await makeStaff(secure.app, { role: "owner" }));
  expect(answer.headers.getSetCookie()[0]).toContain("Secure");
  expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
  const fromOutside = { origin: "https://okoshko.example" };
  expect((await new Visitor(secure.url).post("/admin/login", {}, fromOutside)).status).toBe(401);
});

describe("while the database is away", () => {
  it("the panel says so, and goes on when it is back", async () => {
    const line = await breakableLine(db.connection.connectionString ?? "");
    const lined = openDatabase({ connectionString: line.url });
    const { app, url: at } = await startPanel(lined);
    const owner = await signedIn(at, await makeStaff(app, { role: "owner" }));
    expect((await owner.get("/admin/api/resources/Client/actions/list")).status).toBe(200);

    line.cut();
    const page = await owner.get("/admin/resources/Client");
    expect(page.status).toBe(503);
    expect(page.text).toContain("База данных сейчас недоступна.");
    expect(page.text).not.toMatch(/ECONN|node_modules|\.ts:/);
    const api = await owner.get("/admin/api/resources/Client/actions/list");
    expect([api.status, api.json.message]).toEqual([503, "База данных сейчас недоступна."]);
    const ready = await owner.get("/ready");
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text).parts.database.ok).toBe(false);
    expect((await owner.get("/health")).status).toBe(200);

    await line.mend();
    expect((await owner.get("/admin/api/resources/Client/actions/list")).status).toBe(200);
    expect((await owner.get("/ready")).status).toBe(200);
    await lined.close();
    line.cut();
  });
});

/** A way to the same database that can be cut and mended. */
async function breakableLine(connectionString: string) {
  const target = new URL(connectionString);
  const folder = target.searchParams.get("host");
  const port = Number(target.port || target.searchParams.get("port") || 5432);
  const open = new Set<Socket>();
  const start = (at: number) =>
    new Promise<import("node:net").Server>((done) => {
      const proxy = createProxy((inbound) => {
        const outbound = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, target.hostname);
        for (const socket of [inbound, outbound]) {
          open.add(socket);
          socket.on("error", () => socket.destroy());
          socket.on("close", () => {
            open.delete(socket);
            inbound.destroy();
            outbound.destroy();
          });
        }
        inbound.pipe(outbound).pipe(inbound);
      });
      proxy.listen(at, "127.0.0.1", () => done(proxy));
    });
  let proxy = await start(0);
  const address = proxy.address();
  const at = typeof address === "object" && address !== null ? address.port : 0;
  const url = new URL(connectionString);
  url.searchParams.delete("host");
  url.searchParams.delete("port");
  url.hostname = "127.0.0.1";
  url.port = String(at);
  return {
    url: url.href,
    cut: () => {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
    mend: async () => {
      proxy = await start(at);
    },
  };
}
