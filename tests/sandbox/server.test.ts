import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { sendJson } from "../../src/sandbox/http.ts";
import type { SandboxPart } from "../../src/sandbox/part.ts";
import { startSandboxServer } from "../../src/sandbox/server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A part that counts: `GET /<name>` adds one. */
function countingPart(name: string): SandboxPart & { ticks: number } {
  let count = 0;
  const part = {
    ticks: 0,
    handle: async (...[, response, url]: Parameters<SandboxPart["handle"]>) => {
      if (url.pathname === `/${name}/broken`) throw new Error("broken part");
      if (url.pathname !== `/${name}`) return false;
      count += 1;
      sendJson(response, 200, { count });
      return true;
    },
    tick: async () => {
      part.ticks += 1;
    },
    reset: () => {
      count = 0;
    },
    snapshot: () => ({ count }),
    restore: (state: unknown) => {
      if (typeof state !== "object" || state === null || !("count" in state)) throw new Error("no count");
      count = Number(state.count);
    },
    close: async () => undefined,
  };
  return part;
}

async function start(stateFile?: string) {
  let nowMs = Date.UTC(2026, 4, 4, 9, 0, 0);
  const parts = { one: countingPart("one"), two: countingPart("two") };
  const sandbox = await startSandboxServer({
    host: "127.0.0.1",
    port: 0,
    clock: {
      now: () => new Date(nowMs),
      advance: async (seconds) => {
        nowMs += seconds * 1000;
      },
    },
    parts: () => parts,
    ...(stateFile === undefined ? {} : { stateFile }),
  });
  const call = async (path: string, init: RequestInit = {}): Promise<[number, unknown]> => {
    const response = await fetch(sandbox.url + path, init);
    return [response.status, await response.json()];
  };
  const post = (path: string, body: unknown) => call(path, { method: "POST", body: JSON.stringify(body) });
  return { close: sandbox.close, parts, call, post };
}

it("gives each request to the part whose it is", async () => {
  const { close, call } = await start();
  closers.push(close);
  expect(await call("/health")).toEqual([200, { status: "ok" }]);
  expect(await call("/two")).toEqual([200, { count: 1 }]);
  expect(await call("/one")).toEqual([200, { count: 1 }]);
  expect(await call("/three")).toEqual([404, { error: "there is no GET /three" }]);
  expect(await call("/one/broken")).toEqual([500, { error: "broken part" }]);
});

it("refuses what another site's page makes a browser send", async () => {
  const { close, call } = await start();
  closers.push(close);
  const [status] = await call("/sim/reset", { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
  expect(status).toBe(403);
});

it("moves the clock forward only, and ticks every part at once", async () => {
  const { close, call, post, parts } = await start();
  closers.push(close);
  const before = parts.one.ticks;
  expect(await post("/sim/clock", { advanceSeconds: 3600 })).toEqual([
    200,
    { now: "2026-05-04T10:00:00.000Z" },
  ]);
  expect(parts.one.ticks).toBeGreaterThan(before);
  for (const advanceSeconds of [0, -1, 1.5, "60", 400 * 86_400 + 1, null]) {
    const [status, body] = await post("/sim/clock", { advanceSeconds });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: "advanceSeconds: a whole number from 1 to 34560000; the clock only goes forward",
    });
  }
  expect(await call("/sim/clock")).toEqual([200, { now: "2026-05-04T10:00:00.000Z" }]);
});

it("keeps the state over a restart and forgets it on a reset", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "okoshko-sandbox-")), "state.json");
  const first = await start(stateFile);
  await first.call("/one");
  await first.call("/one");
  await first.close();
  expect(JSON.parse(await readFile(stateFile, "utf8"))).toEqual({ one: { count: 2 }, two: { count: 0 } });

  const second = await start(stateFile);
  closers.push(second.close);
  expect(await second.call("/one")).toEqual([200, { count: 3 }]);
  expect(await second.post("/sim/reset", {})).toEqual([200, { ok: true }]);
  expect(await second.call("/one")).toEqual([200, { count: 1 }]);
});

it("starts anew from a state it cannot read, part by part", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "okoshko-sandbox-")), "state.json");
  await writeFile(stateFile, JSON.stringify({ one: "nonsense", two: { count: 5 } }));
  const { close, call } = await start(stateFile);
  closers.push(close);
  expect(await call("/one")).toEqual([200, { count: 1 }]);
  expect(await call("/two")).toEqual([200, { count: 6 }]);
});
