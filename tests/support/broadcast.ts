import type { App } from "../../src/core/app.ts";
import {
  type Broadcast,
  type BroadcastContent,
  broadcastUnwanted,
  feedBroadcasts,
  type SaveBroadcastInput,
  saveBroadcast,
  startBroadcast,
} from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { type Delivery, deliverDue, type Message } from "../../src/core/notifications/index.ts";
import { setConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { EVERYBODY } from "../../src/core/segments/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, type TestApp } from "./app.ts";
import { granted, makeClient } from "./make.ts";

/** A marketing text to everybody, as it is given to be written down. */
export const letter = (
  app: App,
  over: Partial<BroadcastContent> & Partial<Omit<SaveBroadcastInput, "content">> = {},
): SaveBroadcastInput => {
  const { kind = "marketing", title = "Осень", text = "Здравствуйте, {имя}!" } = over;
  const { buttons = [], advertiser = "", erid = "" } = over;
  return {
    broadcastId: over.broadcastId ?? app.newId(),
    content: { kind, title, text, buttons, advertiser, erid },
    audience: over.audience ?? { definition: EVERYBODY },
    picture: over.picture ?? "none",
    actor: over.actor ?? OPERATOR,
  };
};

export const makeBroadcast = async (app: App, over: Parameters<typeof letter>[1] = {}): Promise<Broadcast> =>
  granted(await saveBroadcast(app, letter(app, over)));

/** One that was started. */
export async function makeRunning(app: App, over: Parameters<typeof letter>[1] = {}): Promise<Broadcast> {
  const { id: broadcastId } = await makeBroadcast(app, over);
  return granted(await startBroadcast(app, { broadcastId, actor: OPERATOR }));
}

/** Ends what earlier tests left: every test has the clients it makes, and no other, marketing is on, and it is noon. */
export async function startAfresh(app: TestApp): Promise<void> {
  app.clock.set(START);
  await app.db.run(sql`UPDATE broadcasts SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`);
  await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
  await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
  await switchMarketing(app, "on");
}

/** MS-7's switch. */
export async function switchMarketing(app: App, to: "on" | "off"): Promise<void> {
  granted(await changeSetting(app, { key: "marketing.enabled", typed: to, actor: OPERATOR }));
}

/** A client who agreed to marketing. */
export async function makeReader(app: App) {
  const client = await makeClient(app);
  await sayOfMarketing(app, client.id, "given");
  return client;
}

export async function sayOfMarketing(app: App, clientId: string, action: "given" | "withdrawn") {
  granted(await setConsent(app, { clientId, kind: "marketing", action, pressed: "Кнопка" }));
}

/** So many clients with a chat who agreed to marketing, made in two statements. */
export async function makeReaders(app: App, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => app.newId());
  const now = app.clock.now();
  const first = await app.db.first<{ next: number }>(
    sql`SELECT coalesce(max(telegram_id), 0) + 1000000 AS next FROM clients`,
  );
  await app.db.run(sql`
    INSERT INTO clients (id, telegram_id, name, referral_code, created_at)
    SELECT id, ${first?.next ?? 0} + place, 'Гость', id::text, ${now}
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS one (id, place)`);
  await app.db.run(sql`
    INSERT INTO consents (id, client_id, kind, action, text_version, pressed, created_at)
    SELECT gen_random_uuid(), id, 'marketing', 'given', '1', 'Да', ${now} FROM unnest(${ids}::uuid[]) AS one (id)`);
  return ids;
}

export const SENT: Delivery = { outcome: "sent", telegramMessageId: 77 };

/** The product with a post office that remembers whom it wrote to. */
export function withPost<A extends App>(
  app: A,
  answer: (message: Message) => Delivery | Promise<Delivery> = () => SENT,
) {
  const seen: Message[] = [];
  const messenger = {
    deliver: async (message: Message) => {
      seen.push(message);
      return answer(message);
    },
  };
  const posted = { ...app, messenger };
  const send = () => deliverDue(posted, { unwantedBecause: (message) => broadcastUnwanted(posted, message) });
  return { app: posted, seen, send, receivers: () => seen.map(({ clientId }) => clientId) };
}

/** Lets jobs and sender do their work, several rounds of it. */
export async function runOn(app: App, send: () => Promise<unknown>, rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await feedBroadcasts(app);
    await send();
  }
  await feedBroadcasts(app);
}
