import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { expect, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeHome } from "../support/product.ts";
import { until } from "./player.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Whether nobody listens on a port any more. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

it("npm start hands a SIGTERM to the product itself: it ends in order and leaves its ports free", async () => {
  const db = await testDatabase();
  const { port, sandboxPort, dataDir } = await makeHome();
  const npm = spawn("npm", ["start", "--", "--role", "web", "--role", "sandbox"], {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir },
      ...{ PORT: String(port), SANDBOX_PORT: String(sandboxPort) },
      DATABASE_URL: db.connection.connectionString ?? "",
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: whatever is left of it when this test fails is ended by it.
    detached: true,
  });
  let said = "";
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const ended = once(npm, "exit");
  try {
    await until("the product is ready", async () => said.includes("Okoshko is ready."));
    expect(await Promise.all([isFree(port), isFree(sandboxPort)])).toEqual([false, false]);
    // Out of the box the owner stands on the chat page: what the bot tells staff is seen there.
    const owners = await db.many(sql`SELECT telegram_id FROM staff WHERE role = 'owner'`);
    expect(owners).toEqual([{ telegramId: 1000 }]);
    npm.kill("SIGTERM");
    await ended;
    await until("it has ended in order", async () => said.includes('"message":"shut down"'));
    await until("its ports are free", async () => (await isFree(port)) && (await isFree(sandboxPort)));
  } finally {
    try {
      process.kill(-(npm.pid ?? 0), "SIGKILL");
    } catch {
      // Nobody of the group is left, as it should be.
    }
  }
}, 60_000);
