import { type Friend, listFriends } from "../../../core/booking/index.ts";
import { formatChange } from "../../../core/kernel/points.ts";
import { messageReasonText, messageStateText } from "../../../core/notifications/index.ts";
import { listNotes } from "../../../core/people/index.ts";
import {
  listClientConsents,
  listClientWords,
  listMessages,
  messageWords,
} from "../../../core/reports/index.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { messageTone } from "../../tell-messages.ts";
import { joined, type PartAsked, partOf } from "./part.ts";
import type { CardPart } from "./view.ts";

export async function notePart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listNotes(app.db, asked);
  return partOf(
    found.map(({ id, text, author, createdAt }) => ({
      id,
      when: formatInstant(createdAt, zone),
      title: author ?? "Оператор",
      words: text,
    })),
    asked,
  );
}

export async function talkPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listClientWords(app.db, asked);
  return partOf(
    found.map(({ id, direction, text, staffName, createdAt, delivery }) => ({
      id,
      when: formatInstant(createdAt, zone),
      title: direction === "in" ? "Клиент" : (staffName ?? "Мы"),
      words: text,
      ...(direction === "in" ? { badge: { text: "от клиента", tone: "info" } as const } : {}),
      // What has arrived says nothing of it.
      ...(delivery === undefined || delivery.state === "sent"
        ? {}
        : { badge: { text: messageStateText(delivery), tone: messageTone(delivery) } }),
    })),
    asked,
  );
}

/** What the bot wrote and will write: what is still to come stands above what went. */
export async function outboxPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listMessages(app.db, asked);
  return partOf(
    found.map((message) => ({
      id: message.id,
      when: formatInstant(message.sentAt ?? message.dueAt, zone),
      title: messageWords(message),
      href: `resources/OutboxMessage/records/${message.id}/show`,
      detail: joined([
        message.bookingNumber !== null && `запись № ${message.bookingNumber}`,
        message.stateReason !== null && messageReasonText(message.stateReason),
      ]),
      badge: { text: messageStateText(message), tone: messageTone(message) },
    })),
    asked,
  );
}

const REWARDS = {
  not_yet: "первый визит ещё впереди",
  rewarded: "первый визит состоялся",
  month_full: "первый визит состоялся, но награды за тот месяц уже закончились",
  none: "первый визит состоялся",
} as const satisfies Readonly<Record<Friend["reward"], string>>;

export async function friendPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const { clientId: inviterId, rowsMax, offset } = asked;
  const found = await listFriends(app.db, { inviterId, rowsMax, offset });
  return partOf(
    found.map(({ id, name, since, reward, points }) => ({
      id,
      when: formatInstant(since, zone),
      title: name,
      href: `pages/client?id=${id}`,
      detail: REWARDS[reward],
      ...(points > 0 ? { amount: formatChange(points) } : {}),
    })),
    asked,
  );
}

const CONSENTS = { personal_data: "Обработка персональных данных", marketing: "Рассылки" } as const;

export async function consentPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listClientConsents(app.db, asked);
  return partOf(
    found.map(({ id, kind, action, textVersion, documentUrl, pressed, createdAt }) => ({
      id,
      when: formatInstant(createdAt, zone),
      title: CONSENTS[kind],
      detail: joined([`версия ${textVersion}`, documentUrl ?? undefined, `«${pressed}»`]),
      badge: {
        text: action === "given" ? "дано" : "отозвано",
        tone: action === "given" ? "success" : "danger",
      } as const,
    })),
    asked,
  );
}
