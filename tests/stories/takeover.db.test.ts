import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { answerClient } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeClient } from "../support/make.ts";
import { makeHome, startProduct } from "../support/product.ts";
import { sim, until } from "./player.ts";
import { doorsOn, passes } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const home = await makeHome();
const databaseUrl = db.connection.connectionString ?? "";
const start = (...roles: readonly ("sandbox" | "jobs")[]) => startProduct({ databaseUrl, home, roles });

const [{ sandboxUrl }, first] = await Promise.all([start("sandbox"), start("jobs")]);

/** Clients whose chats the bot may write to. */
const clients = await Promise.all(
  Array.from({ length: 12 }, async () => {
    const client = await makeClient(doors);
    const user = client.telegramId ?? 0;
    await sim(sandboxUrl, "telegram/users", { id: user, first_name: "Анна" });
    await sim(sandboxUrl, "telegram/message", { user, text: "/start" });
    return { id: client.id, user };
  }),
);

async function promise({ id: clientId }: { readonly id: string }, text: string): Promise<string> {
  const messageId = randomUUID();
  granted(await answerClient(doors, { messageId, clientId, text, actor: OPERATOR }));
  return messageId;
}

const rowsOf = (ids: readonly string[]) =>
  db.many<{ state: string; attempts: number }>(sql`
    SELECT state, attempts FROM outbox WHERE payload ->> 'messageId' = ANY(${ids}) ORDER BY created_at`);
const areSent = async (ids: readonly string[]) => (await rowsOf(ids)).every(({ state }) => state === "sent");

async function copies({ user }: { readonly user: number }, text: string): Promise<number> {
  const response = await fetch(`${sandboxUrl}/sim/telegram/chats/${user}`);
  const { messages } = (await response.json()) as { messages: readonly { from: string; text: string }[] };
  return messages.filter((message) => message.from === "bot" && message.text.includes(text)).length;
}

const SECOND_MS = 1_000;
/** «Within seconds»: a tick of the jobs, and the time of a busy machine. */
const TAKEOVER_SECONDS_MAX = 10;
/** How long what the dead sender had taken is left to it. */
const LEASE_SECONDS = 30;

it("MS-6: when the sender is killed, another sends within seconds; nothing is lost, and only what was under way comes twice", async () => {
  const [stuck, ...others] = clients;
  if (stuck === undefined) throw new Error("nobody");
  await sim(sandboxUrl, "telegram/faults", { user: stuck.user, method: "sendMessage", slow_ms: 60_000 });
  const stuckId = await promise(stuck, "Застрявшее.");
  const otherIds = await Promise.all(others.map((client) => promise(client, "Обычное.")));
  await until("one message is under way, the others are sent", async () => {
    const [row] = await rowsOf([stuckId]);
    return row?.attempts === 1 && row.state === "queued" && (await areSent(otherIds));
  });
  // The second one is there, and waits: the first holds the sender's place.
  await start("jobs");
  const later = clients.slice(1);
  const killedAt = performance.now();
  await first.kill();
  const laterIds = await Promise.all(later.map((client) => promise(client, "Позднее.")));
  await until("the other sends", () => areSent(laterIds));
  const seconds = (performance.now() - killedAt) / SECOND_MS;
  process.stdout.write(
    `Another sender had taken over, and sent ${later.length} messages, ${seconds.toFixed(1)} s after the kill.\n`,
  );
  expect(seconds).toBeLessThan(TAKEOVER_SECONDS_MAX);

  await passes({ sandboxUrl }, LEASE_SECONDS + 1);
  await until("what was under way is sent again", () => areSent([stuckId]));
  // Telegram had taken it, and nobody was there to hear so.
  expect(await copies(stuck, "Застрявшее.")).toBe(2);
  for (const client of others) {
    expect([await copies(client, "Обычное."), await copies(client, "Позднее.")]).toEqual([1, 1]);
  }
  expect(
    await db.many(sql`SELECT kind FROM outbox WHERE state <> 'sent' AND kind = 'message_from_staff'`),
  ).toEqual([]);
}, 120_000);
