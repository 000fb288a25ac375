import { isUnreached, MESSAGE_KIND_WORDS, messageReasonText } from "../../../notifications/index.ts";
import { dayBounds } from "../../analytics/bounds.ts";
import { bySpans, total } from "../by-spans.ts";
import type { Asked, Gathered } from "../model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { type MessageRow, messagesByDay } from "../statements.ts";
import { isSpanUnit } from "../totals.ts";

type MessageFigures = Readonly<Record<"messages" | "unreached" | MessageRow["state"], number>>;

function addMessages(rows: readonly MessageRow[]): MessageFigures {
  const inState = (state: MessageRow["state"]) =>
    total(rows, (row) => (row.state === state ? row.messages : 0));
  const unreached = total(rows, (row) =>
    isUnreached({ ...row, stateReason: row.reason }) ? row.messages : 0,
  );
  return {
    messages: total(rows, (row) => row.messages),
    sent: inState("sent"),
    queued: inState("queued"),
    skipped: inState("skipped") - unreached,
    unreached,
    failed: inState("failed"),
  };
}

const KIND_WORDS: Readonly<Record<string, string>> = MESSAGE_KIND_WORDS;
const NO_REASON = "—";

async function gatherMessages(asked: Asked): Promise<Gathered<MessageFigures>> {
  const { app, period, zone, by } = asked;
  const rows = await messagesByDay(app.db, dayBounds(period, zone));
  const sum = addMessages(rows);
  if (isSpanUnit(by)) return { lines: bySpans(asked, rows, addMessages), sum };
  const groups = Map.groupBy(rows, ({ kind, reason }) => (by === "kind" ? kind : (reason ?? "")));
  const lines = [...groups].map(([key, own]) => ({
    key,
    name: by === "kind" ? (KIND_WORDS[key] ?? key) : key === "" ? NO_REASON : messageReasonText(key),
    days: undefined,
    source: addMessages(own),
  }));
  return { lines: lines.toSorted((one, other) => other.source.messages - one.source.messages), sum };
}

/** What became of the bot's messages, by the day for which they were promised. */
export const messages = report<MessageFigures>({
  about: "сообщения бота по дню, на который назначены; каждое отдельно — messages list",
  parts: [...BY_SPANS, "kind", "reason"],
  gather: gatherMessages,
  figures: [
    figure(["messages", "messages", "Всего", "назначены на эти дни, штуки"], "count", (one) => one.messages),
    figure(["sent", "sent", "Отправлено", "приняты Telegram, штуки"], "count", (one) => one.sent),
    figure(["queued", "queued", "В очереди", "ещё не отправлены, штуки"], "count", (one) => one.queued),
    figure(["skipped", "skipped", "Не понадобилось", "стали не нужны, штуки"], "count", (one) => one.skipped),
    figure(
      ["unreached", "unreached", "Не дошло", "бот не может написать получателю: сообщают сами, штуки"],
      "count",
      (one) => one.unreached,
    ),
    figure(["failed", "failed", "Не доставлено", "Telegram отказал, штуки"], "count", (one) => one.failed),
  ],
});
