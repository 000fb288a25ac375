import type { Zone } from "../../../core/kernel/local-day.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { formatChange, formatWhole } from "../../../core/kernel/points.ts";
import { listPointEntries, type PointEntry, pointWord } from "../../../core/loyalty/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  paymentWord,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
} from "../../../core/payments/index.ts";
import { type ClientMoney, listClientMoney } from "../../../core/reports/index.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { PAYMENT_TONES, REFUND_TONES } from "../../resources/words.ts";
import { joined, type PartAsked, partOf } from "./part.ts";
import type { CardLine, CardPart } from "./view.ts";

const MINUS = "\u2212";

export async function moneyPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listClientMoney(app.db, asked);
  return partOf(
    found.map((one) => moneyLine(one, zone)),
    asked,
  );
}

function moneyLine(money: ClientMoney, zone: Zone): CardLine {
  const { id, bookingNumber, kind, method, amount, at, staffName } = money;
  const common = { id, when: formatInstant(at, zone) };
  const what = `${PAYMENT_METHOD_WORDS[method]}, ${PAYMENT_KIND_WORDS[kind]}`;
  if (money.direction === "out") {
    const { state, reason, note } = money;
    return {
      ...common,
      title: `Возврат: ${what}`,
      href: `resources/Refund/records/${id}/show`,
      detail: joined([`запись № ${bookingNumber}`, REFUND_REASON_WORDS[reason], staffName]),
      ...(note === undefined ? {} : { words: note }),
      amount: `${MINUS}${formatRubles(amount)}`,
      badge: { text: REFUND_STATE_WORDS[state], tone: REFUND_TONES[state] ?? "default" },
    };
  }
  const { state, refunded } = money;
  const taker = kind === "on_spot" ? (staffName ?? "оператор") : staffName;
  return {
    ...common,
    title: capital(what),
    href: `resources/Payment/records/${id}/show`,
    detail: joined([
      `запись № ${bookingNumber}`,
      refunded > 0 && refunded < amount && `возвращено ${formatRubles(refunded)}`,
      taker,
    ]),
    amount: formatRubles(amount),
    badge: { text: paymentWord(money), tone: refunded > 0 ? "info" : (PAYMENT_TONES[state] ?? "default") },
  };
}

export async function pointPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listPointEntries(app.db, asked);
  return partOf(
    found.map((entry) => pointLine(entry, zone)),
    asked,
  );
}

function pointLine(entry: PointEntry, zone: Zone): CardLine {
  const { id, points, kind, bookingNumber, friendName, staffName, reason, createdAt, balanceAfter } = entry;
  return {
    id,
    when: formatInstant(createdAt, zone),
    title: capital(pointWord(kind, entry.visit?.state)),
    href: `resources/PointEntry/records/${id}/show`,
    detail: joined([
      `стало ${formatWhole(balanceAfter)}`,
      bookingNumber !== undefined && `запись № ${bookingNumber}`,
      friendName,
      kind === "adjustment" && (staffName ?? "оператор"),
    ]),
    ...(reason === undefined ? {} : { words: reason }),
    amount: formatChange(points),
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
