import type { App } from "../app.ts";
import { secondsAfter } from "../kernel/instant.ts";
import { unreachable } from "../kernel/invariant.ts";
import { onlyOne } from "../runtime/only-one.ts";
import type { Pace } from "../runtime/pace.ts";
import { sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import type { Delivery, Message, Messenger } from "./messenger.ts";
import type { MessageKind } from "./model.ts";
import { findInChat, markEnded, markSent, putOff, type TakenMessage, takeDueMessages } from "./outbox.ts";
import { quietEndsAt } from "./rules/quiet-hours.ts";
import { endsRemindersOf } from "./rules/replacement.ts";
import { retryAt } from "./rules/retry.ts";
import { inQuietHours } from "./rules/sound.ts";
import { isMuted } from "./staff-groups.ts";
import type { MessageReason } from "./words.ts";

/** So few that an urgent message that comes meanwhile waits less than a second for its turn (MS-6). */
const BATCH = 20;
/** How many may be on their way at once: Telegram takes its time to answer each. */
const UNDERWAY_MAX = 8;
const ROLE = "message-sender";
/** At Telegram's pace a minute of sending: then the job ends, and its next tick, wherever it is taken, goes on. */
const PACED_BATCHES_MAX = 75;

export type SendingOptions = {
  /** How fast; as fast as it goes when left out. */
  readonly pace?: Pace;
  /** Aborted when the process is asked to end: what is underway is finished, and nothing more is taken. */
  readonly ending?: AbortSignal | undefined;
  /** Why a message is not wanted any more, or not now, asked at the moment of sending. */
  readonly unwantedBecause?: (message: TakenMessage) => Promise<MessageReason | NotNow | undefined>;
};

/** It may be wanted again: it is looked at anew then. */
export type NotNow = { readonly until: Date; readonly reason: MessageReason };

type Sending = SendingOptions & { readonly app: App; readonly messenger: Messenger };

/**
 * Sends the messages that are due, most urgent first, until none is left or Telegram asks everybody to wait. One
 * process at a time sends; when it dies, the next call of another takes over.
 *
 * A message may be sent twice only when the process dies between Telegram's answer and the note of it.
 *
 * @source MS-1 MS-6
 */
export async function deliverDue(app: App, options: SendingOptions = {}): Promise<{ readonly sent: number }> {
  const { messenger } = app;
  if (messenger === undefined || options.pace?.isResting()) return { sent: 0 };
  const sent = await onlyOne(app.db, ROLE, () => sendAll({ ...options, app, messenger }));
  return { sent: sent ?? 0 };
}

async function sendAll(sending: Sending): Promise<number> {
  const { app } = sending;
  let sent = 0;
  for (let batch = 1; ; batch += 1) {
    const messages = await takeDueMessages(app.db, app.clock.now(), BATCH);
    const { sent: now, isAskedToWait } = await sendBatch(sending, messages);
    sent += now;
    const isEnough =
      sending.ending?.aborted === true || (sending.pace !== undefined && batch >= PACED_BATCHES_MAX);
    if (isAskedToWait || isEnough || messages.length < BATCH) return sent;
  }
}

/** Sends a batch in order, several underway at once; when Telegram asks to wait, the rest is put off. */
async function sendBatch(
  sending: Sending,
  messages: readonly TakenMessage[],
): Promise<{ readonly sent: number; readonly isAskedToWait: boolean }> {
  const underway = new Set<Promise<void>>();
  let sent = 0;
  let waitSeconds: number | undefined;
  for (const message of messages) {
    if (waitSeconds !== undefined) {
      await waitOutside(sending.app, message, waitSeconds, ASKED_TO_WAIT);
      continue;
    }
    if (await isLeftAlone(sending, message)) continue;
    await sending.pace?.turn();
    const attempt = attemptOnce(sending, message).then((delivery) => {
      if (delivery.outcome === "sent") sent += 1;
      if (delivery.outcome === "slow_down") waitSeconds = delivery.retryAfterSeconds;
    });
    const tracked = attempt.finally(() => underway.delete(tracked));
    underway.add(tracked);
    const isPaced = sending.pace !== undefined;
    if (!isPaced || underway.size >= UNDERWAY_MAX) await Promise.race(underway);
  }
  await Promise.all(underway);
  if (waitSeconds !== undefined) sending.pace?.rest(waitSeconds);
  return { sent, isAskedToWait: waitSeconds !== undefined };
}

const ASKED_TO_WAIT: MessageReason = "asked_to_wait";

/** A chat that was written to a moment ago waits its second; others do not wait for it. */
async function isLeftAlone({ app, pace }: Sending, message: TakenMessage): Promise<boolean> {
  if (pace === undefined || message.telegramId === undefined) return false;
  const restMs = pace.restOf(message.telegramId);
  if (restMs === 0) return false;
  await waitOutside(app, message, restMs / 1_000, "chat_rests");
  return true;
}

const waitOutside = (app: App, { id }: TakenMessage, seconds: number, reason: MessageReason): Promise<void> =>
  putOff(app.db, id, { until: secondsAfter(app.clock.now(), seconds), reason, wasTried: false });

/** Not tried at all: it waits for the end of quiet hours (MS-5), or until it may be wanted again. */
type Later = NotNow & { readonly outcome: "later" };

async function attemptOnce(sending: Sending, message: TakenMessage): Promise<Delivery | Later> {
  const delivery = await deliver(sending, message);
  await record(sending.app, message, delivery);
  return delivery;
}

async function deliver(sending: Sending, message: TakenMessage): Promise<Delivery | Later> {
  const { app, messenger } = sending;
  const { telegramId } = message;
  if (telegramId === undefined) {
    return { outcome: "skipped", reason: message.hasStoppedBot ? "bot_blocked" : "no_chat" };
  }
  try {
    if (await isMuted(app.db, message)) return { outcome: "skipped", reason: "muted" };
    const unwanted = await sending.unwantedBecause?.(message);
    if (typeof unwanted === "string") return { outcome: "skipped", reason: unwanted };
    if (unwanted !== undefined) return { outcome: "later", ...unwanted };
    const wanted = inQuietHours(message.kind, { isStaff: message.payload.why === "by_staff" });
    const quietEnd = wanted === "loud" ? undefined : await quietEndNow(app);
    if (quietEnd !== undefined && wanted === "waits") {
      return { outcome: "later", until: quietEnd, reason: "quiet_hours" };
    }
    return await messenger.deliver(await dressed(app, { ...message, telegramId }, quietEnd));
  } catch (error) {
    app.log.error(
      { err: error, messageId: message.id, kind: message.kind },
      "a message could not be written out",
    );
    return { outcome: "unknown", reason: error instanceof Error ? error.name : "unknown error" };
  }
}

async function quietEndNow(app: App): Promise<Date | undefined> {
  const settings = await loadSettings(app.db);
  return quietEndsAt(app.clock.now(), settings.quietHours, settings["business.timeZone"]);
}

/** In quiet hours it makes no sound; what a reminder said is over, it takes the place of (MS-1). */
async function dressed(
  app: App,
  message: TakenMessage & { readonly telegramId: number },
  quietEnd: Date | undefined,
): Promise<Message> {
  const bookingId = endsRemindersOf(message);
  const replacesMessageId =
    bookingId === undefined
      ? undefined
      : await findInChat(app.db, { bookingId, kind: "reminder", exceptId: message.id });
  return { ...message, isSilent: quietEnd !== undefined, replacesMessageId };
}

async function record(app: App, message: TakenMessage, delivery: Delivery | Later): Promise<void> {
  const now = app.clock.now();
  switch (delivery.outcome) {
    case "sent":
      return markSent(app.db, message.id, keptOf(message, delivery), now);
    case "skipped":
    case "failed":
      return markEnded(app.db, message.id, { state: delivery.outcome, reason: delivery.reason });
    case "unreachable":
      await markClientUnreachable(app, message, now);
      return markEnded(app.db, message.id, { state: "skipped", reason: delivery.reason });
    case "later":
      return putOff(app.db, message.id, { until: delivery.until, reason: delivery.reason, wasTried: false });
    case "slow_down":
      return putOff(app.db, message.id, {
        until: secondsAfter(now, delivery.retryAfterSeconds),
        reason: ASKED_TO_WAIT,
        wasTried: false,
      });
    case "unknown": {
      const until = retryAt(message.attempts, now);
      if (until === undefined)
        return markEnded(app.db, message.id, { state: "failed", reason: delivery.reason });
      return putOff(app.db, message.id, { until, reason: delivery.reason, wasTried: true });
    }
    default:
      return unreachable(delivery);
  }
}

/** Their words are kept where they were written, or tell of somebody whom no erasure would find here (PE-2). */
const WORDS_NOT_KEPT: ReadonlySet<MessageKind> = new Set([
  "broadcast",
  "broadcast_test",
  "message_from_staff",
  "staff_client_message",
  "friend_came",
]);

function keptOf(
  { kind, clientId, bookingId }: TakenMessage,
  { telegramMessageId, text }: Extract<Delivery, { outcome: "sent" }>,
) {
  const isFound = (clientId ?? bookingId) !== undefined;
  return { telegramMessageId, text: isFound && !WORDS_NOT_KEPT.has(kind) ? text : undefined };
}

async function markClientUnreachable(app: App, message: TakenMessage, now: Date): Promise<void> {
  if (message.clientId === undefined) return;
  await app.db.run(sql`
    UPDATE clients SET unreachable_at = ${now} WHERE id = ${message.clientId}::uuid AND unreachable_at IS NULL`);
}
