import type { App } from "../app.ts";
import { secondsAfter } from "../kernel/instant.ts";
import { unreachable } from "../kernel/invariant.ts";
import { sql } from "../runtime/sql.ts";
import type { Delivery, Messenger } from "./messenger.ts";
import { markEnded, markSent, putOff, type TakenMessage, takeDueMessages } from "./outbox.ts";
import { retryAt } from "./rules/retry.ts";

const BATCH = 20;

/**
 * Sends the messages that are due, one after another, until none is left or Telegram asks to wait.
 *
 * A message may be sent twice only when the process dies between Telegram's answer and the note of it.
 */
export async function deliverDue(app: App): Promise<{ readonly sent: number }> {
  const { messenger } = app;
  if (messenger === undefined) return { sent: 0 };
  let sent = 0;
  for (;;) {
    const messages = await takeDueMessages(app.db, app.clock.now(), BATCH);
    for (const [index, message] of messages.entries()) {
      const delivery = await attempt(app, messenger, message);
      await record(app, message, delivery);
      if (delivery.outcome === "sent") sent += 1;
      if (delivery.outcome === "slow_down") {
        await putOffRest(app, messages.slice(index + 1), delivery.retryAfterSeconds);
        return { sent };
      }
    }
    if (messages.length < BATCH) return { sent };
  }
}

async function attempt(app: App, messenger: Messenger, message: TakenMessage): Promise<Delivery> {
  const { telegramId } = message;
  if (telegramId === undefined) return { outcome: "skipped", reason: "the receiver has no chat" };
  try {
    return await messenger.deliver({ ...message, telegramId });
  } catch (error) {
    app.log.error(
      { err: error, messageId: message.id, kind: message.kind },
      "a message could not be written out",
    );
    return { outcome: "unknown", reason: error instanceof Error ? error.name : "unknown error" };
  }
}

async function record(app: App, message: TakenMessage, delivery: Delivery): Promise<void> {
  const now = app.clock.now();
  switch (delivery.outcome) {
    case "sent":
      return markSent(app.db, message.id, delivery.telegramMessageId, now);
    case "skipped":
    case "failed":
      return markEnded(app.db, message.id, { state: delivery.outcome, reason: delivery.reason });
    case "unreachable":
      await markClientUnreachable(app, message, now);
      return markEnded(app.db, message.id, { state: "skipped", reason: "the receiver blocked the bot" });
    case "slow_down":
      return putOff(app.db, message.id, {
        until: secondsAfter(now, delivery.retryAfterSeconds),
        reason: "Telegram asked to wait",
      });
    case "unknown": {
      const until = retryAt(message.attempts, now);
      if (until === undefined)
        return markEnded(app.db, message.id, { state: "failed", reason: delivery.reason });
      return putOff(app.db, message.id, { until, reason: delivery.reason });
    }
    default:
      return unreachable(delivery);
  }
}

async function putOffRest(app: App, messages: readonly TakenMessage[], seconds: number): Promise<void> {
  const until = secondsAfter(app.clock.now(), seconds);
  for (const message of messages)
    await putOff(app.db, message.id, { until, reason: "Telegram asked to wait" });
}

async function markClientUnreachable(app: App, message: TakenMessage, now: Date): Promise<void> {
  if (message.clientId === undefined) return;
  await app.db.run(sql`
    UPDATE clients SET unreachable_at = ${now} WHERE id = ${message.clientId}::uuid AND unreachable_at IS NULL`);
}
