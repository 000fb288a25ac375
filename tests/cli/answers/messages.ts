import { z } from "zod";
import {
  BROADCAST_KIND_WORDS,
  BROADCAST_STATE_WORDS,
  LEFT_OUT_WORDS,
  NOT_READER_WORDS,
} from "../../../src/core/broadcasts/index.ts";
import { MESSAGE_KIND_WORDS, MESSAGE_STATE_WORDS } from "../../../src/core/notifications/index.ts";
import { count, id, moment, oneOf, page, text, whole, words } from "./kit.ts";
import { definition, segmentClient } from "./shapes.ts";

const message = z.strictObject({
  ...{
    id,
    kind: oneOf(MESSAGE_KIND_WORDS),
    state: oneOf(MESSAGE_STATE_WORDS),
    stateReason: words.nullable(),
  },
  ...{ dueAt: moment, plannedAt: moment.nullable(), sentAt: moment.nullable(), attempts: count },
  ...{ telegramMessageId: whole.nullable(), createdAt: moment, clientId: id.nullable() },
  ...{
    clientName: words.nullable(),
    clientPhone: words.nullable(),
    chat: z.enum(["open", "none", "closed"]),
  },
  ...{ staffId: id.nullable(), staffName: words.nullable() },
  ...{ bookingId: id.nullable(), bookingNumber: whole.nullable(), reminderHours: whole.nullable() },
  ...{ broadcastNumber: whole.nullable(), broadcastTitle: words.nullable() },
});

const buttons = <T extends z.core.$ZodLooseShape>(more: T) =>
  z.array(
    z.discriminatedUnion("leadsTo", [
      z.strictObject({ leadsTo: z.literal("service"), label: words, serviceId: id, ...more }),
      z.strictObject({ leadsTo: z.literal("link"), label: words, url: z.url(), ...more }),
      z.strictObject({ leadsTo: z.literal("slot"), label: words, serviceId: id, slotId: id, ...more }),
      z.strictObject({ leadsTo: z.literal("window"), label: words, slotId: id, ...more }),
    ]),
  );

const leftOut = z.partialRecord(oneOf(LEFT_OUT_WORDS), count);

const broadcast = z.strictObject({
  ...{
    id,
    number: whole,
    kind: oneOf(BROADCAST_KIND_WORDS),
    title: words,
    text: words,
    buttons: buttons({}),
  },
  ...{ hasPicture: z.boolean(), segment: definition, segmentName: words.nullable() },
  ...{ state: oneOf(BROADCAST_STATE_WORDS), proposedAt: moment.nullable(), quietUntil: moment.nullable() },
  ...{ pausedReason: words.nullable(), recipients: count, leftOut, scheduledAt: moment.nullable() },
  ...{ startedAt: moment.nullable(), endedAt: moment.nullable(), createdAt: moment },
});

const dryRun = z.strictObject({
  ...{ number: whole, recipients: count, leftOut, isSwitchedOff: z.boolean(), quietUntil: moment.nullable() },
  // Only with --names.
  leftOutClients: z.partialRecord(oneOf(LEFT_OUT_WORDS), z.array(segmentClient)).optional(),
});

const figures = z.strictObject({
  ...{ recipients: count, delivered: count, blocked: count, failed: count, skipped: count, left: count },
  ...{ reasons: z.record(words, count), pressed: count, optedOut: count, booked: count },
  ...{ secondsLeft: count.nullable(), moneyKopecks: whole },
});

export const MESSAGES_ANSWERS = {
  "messages list": page(message),
  "messages show": message.extend({
    text: text.nullable(),
    textIs: z.enum(["kept", "preview", "template", "unknown"]),
  }),
  "messages resend": message.extend({ resentId: id }),
  "broadcast list": page(broadcast).extend({ waitingWindows: count }),
  "broadcast show": broadcast.extend({ windows: z.array(words), figures }),
  "broadcast create": broadcast,
  "broadcast dry-run": dryRun,
  "broadcast preview": z.strictObject({
    ...{ number: whole, clientId: id, html: words },
    buttons: buttons({ index: count }),
    notReader: oneOf(NOT_READER_WORDS).nullable(),
  }),
  "broadcast test": z.strictObject({ number: whole, staffId: id }),
  "broadcast start": broadcast.extend({ isRepeated: z.boolean() }),
  "broadcast schedule": broadcast,
  "broadcast pause": broadcast.extend({ isRepeated: z.boolean() }),
  "broadcast resume": broadcast.extend({ isRepeated: z.boolean() }),
  "broadcast cancel": broadcast.extend({ isRepeated: z.boolean() }),
  "broadcast freeze": z.strictObject({ marketingEnabled: z.literal(false) }),
} satisfies Readonly<Record<string, z.ZodType>>;
