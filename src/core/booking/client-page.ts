import { RATING_MAX } from "../feedback/index.ts";
import type { LocalDay, Zone } from "../kernel/local-day.ts";
import { formatRubles, kopecks } from "../kernel/money.ts";
import { formatChange, formatWhole } from "../kernel/points.ts";
import { zoneWords } from "../kernel/zone-names.ts";
import { isPointKind, pointWord } from "../loyalty/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  paymentWord,
  REFUND_STATE_WORDS,
} from "../payments/index.ts";
import { birthdayText } from "../people/index.ts";
import type { ClientExport, ExportedPayment } from "./export-client.ts";
import { hoursText, WAIT_STATE_WORDS, wishDaysText } from "./waitlist-words.ts";
import { bookingStateText } from "./words.ts";

type Cell = string | number | null;

/**
 * A client's whole data as one page to read and to print: self-contained, in Russian, times in the business's zone. What
 * people wrote is text here and nothing else.
 *
 * @source PE-2
 */
export function clientPage(
  data: ClientExport,
  facts: { readonly business: string; readonly zone: Zone },
): string {
  const { business, zone } = facts;
  const at = (instant: Date | null): string => (instant === null ? "" : momentIn(instant, zone));
  const stateOf = new Map(data.bookings.map(({ number, state }) => [number, state]));
  const parts = [
    `<h1>${escaped(`Ваши данные: ${data.client.name}`)}</h1>`,
    `<p>${escaped(`${business}. Здесь всё, что мы о вас храним: ${at(data.exportedAt)}. Время на этой странице наше: ${zoneWords(zone, data.exportedAt)}.`)}</p>`,
    section("О вас", ["Что", "Значение"], profileOf(data, at)),
    section(
      "Согласия",
      ["Когда", "На что", "Действие", "Версия документа", "Документ", "Как"],
      data.consents.map((one) => [
        at(one.createdAt),
        CONSENTS[one.kind],
        one.action === "given" ? "дано" : "отозвано",
        one.textVersion,
        one.documentUrl,
        one.pressed,
      ]),
    ),
    section(
      "Записи",
      [
        "№",
        "Начало",
        "Конец",
        "Услуга",
        "Специалист",
        "Состояние",
        "Цена",
        "Скидка",
        "Баллами",
        "Оформлена",
        "Заметка",
      ],
      data.bookings.map((one) => [
        one.number,
        at(one.startsAt),
        at(one.endsAt),
        one.service,
        one.specialist,
        bookingStateText(one),
        rubles(one.priceKopecks),
        rubles(one.discountKopecks),
        formatWhole(one.points),
        at(one.bookedAt),
        one.note,
      ]),
    ),
    section(
      "Платежи",
      ["Когда", "Запись", "За что", "Как", "Состояние", "Сумма", "Оплачено", "Завершён"],
      data.payments.map((one) => [
        at(one.createdAt),
        one.bookingNumber,
        word(PAYMENT_KIND_WORDS, one.kind),
        word(PAYMENT_METHOD_WORDS, one.method),
        stateWord(one),
        rubles(one.amountKopecks),
        rubles(one.capturedKopecks),
        at(one.endedAt),
      ]),
    ),
    section(
      "Возвраты",
      ["Когда", "Запись", "Сумма", "Состояние", "Завершён"],
      data.refunds.map((one) => [
        at(one.createdAt),
        one.bookingNumber,
        rubles(one.amountKopecks),
        word(REFUND_STATE_WORDS, one.state),
        at(one.endedAt),
      ]),
    ),
    section(
      "Баллы",
      ["Когда", "Баллы", "За что", "Запись", "Причина"],
      data.pointEntries.map((one) => [
        at(one.createdAt),
        formatChange(one.points),
        isPointKind(one.kind) ? pointWord(one.kind, stateOf.get(one.bookingNumber ?? 0)) : one.kind,
        one.bookingNumber,
        one.reason,
      ]),
    ),
    section(
      "Сообщения",
      ["Когда", "Кто", "Текст"],
      data.messages.map((one) => [at(one.createdAt), one.direction === "in" ? "вы" : "мы", one.text]),
    ),
    section(
      "Что написал вам бот",
      ["Когда", "Текст"],
      data.botMessages.map((one) => [at(one.sentAt), one.text]),
    ),
    section(
      "Рассылки",
      ["Когда", "Текст до подстановки имён и дат", "Нажата кнопка"],
      data.broadcasts.map((one) => [at(one.sentAt), one.text, at(one.pressedAt)]),
    ),
    section(
      "Заметки сотрудников",
      ["Когда", "Заметка"],
      data.notes.map((one) => [at(one.createdAt), one.text]),
    ),
    section(
      "Ограничения записи",
      ["С", "До", "Снято", "Причина"],
      data.blocks.map((one) => [at(one.createdAt), at(one.endsAt), at(one.liftedAt), one.reason]),
    ),
    section(
      "Лист ожидания",
      [
        "Когда",
        "Услуга",
        "Специалист",
        "Дни",
        "Время",
        "Состояние",
        "Предложений",
        "Завершено",
        "Что мы написали",
      ],
      data.waitlist.map((one) => [
        at(one.createdAt),
        one.service,
        one.specialist ?? "любой",
        wishDaysText(one.days),
        hoursText(one),
        word(WAIT_STATE_WORDS, one.state),
        one.offers,
        at(one.endedAt),
        one.note,
      ]),
    ),
    section(
      "Отзывы",
      ["Когда", "Запись", "Специалист", "Оценка", "Отзыв", "Изменён"],
      data.reviews.map((one) => [
        at(one.createdAt),
        one.bookingNumber,
        one.specialist,
        `${one.rating} из ${RATING_MAX}`,
        one.words,
        one.changedAt.getTime() === one.createdAt.getTime() ? null : at(one.changedAt),
      ]),
    ),
  ];
  return page(`Ваши данные: ${data.client.name}`, parts.filter((part) => part !== "").join("\n"));
}

const profileOf = (
  { client, exportedAt }: ClientExport,
  at: (instant: Date | null) => string,
): readonly Cell[][] =>
  [
    ["Имя", client.name],
    ["Телефон", client.phone],
    ["Телефон подтверждён", at(client.phoneCheckedAt)],
    ["Электронная почта", client.email],
    ["День рождения", client.birthday === null ? null : birthdayText(client.birthday as LocalDay)],
    ["Часовой пояс", client.timeZone === null ? null : zoneWords(client.timeZone, exportedAt)],
    ["Telegram", client.telegramId === null ? null : String(client.telegramId)],
    ["Имя в Telegram", client.telegramUsername === null ? null : `@${client.telegramUsername}`],
    ["Баллы", formatWhole(client.pointsBalance)],
    ["Код приглашения", client.referralCode],
    ["Знакомство по приглашению", client.cameByInvitation ? "да" : "нет"],
    ["Приглашено друзей", client.friendsInvited],
    ["VIP", client.isVip ? "да" : "нет"],
    ["Метки", client.tags.join(", ")],
    ["Заметка сотрудников", client.note],
    ["Клиент с", at(client.createdAt)],
    ["Номер карточки", client.id],
  ].filter(([, value]) => value !== null && value !== "") as Cell[][];

/** A table under its heading; on a phone each row stands alone, its values under their names. */
function section(title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return "";
  const head = heads.map((text) => `<th>${escaped(text)}</th>`).join("");
  const cell = (value: Cell, place: number) =>
    `<td data-name="${escaped(heads[place] ?? "")}">${cellText(value)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  const kind = heads.length === PAIR ? ' class="pairs"' : "";
  return `<h2>${escaped(title)}</h2>\n<div class="wide"><table${kind}><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

/** What and its value: the first names the second already. */
const PAIR = 2;

const cellText = (cell: Cell): string =>
  cell === null ? "" : escaped(String(cell)).replaceAll("\n", "<br>");

const page = (title: string, body: string): string => `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1c2b28; }
h2 { margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #b7cfc9; padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
h1, p { overflow-wrap: anywhere; }
th { background: #e2edea; }
td { max-width: 24rem; min-width: 4ch; }
.wide { overflow-x: auto; }
tr { break-inside: avoid; }
@page { size: A4 landscape; margin: 12mm; }
@media screen and (max-width: 75rem) { th, td { padding: .25rem .4rem; font-size: 13px; } }
@media screen and (max-width: 60rem) {
  body { margin: 1rem auto; }
  h1 { font-size: 1.4rem; }
  thead { display: none; }
  table, tbody, tr, td { display: block; max-width: none; }
  tr { border: 1px solid #b7cfc9; border-radius: .5rem; padding: .4rem .7rem; margin-bottom: .7rem; }
  td { border: 0; padding: .15rem 0; font-size: 15px; overflow-wrap: anywhere; }
  td:empty { display: none; }
  td::before { content: attr(data-name) ": "; color: #55716a; }
  .pairs tr { border-width: 0 0 1px; border-radius: 0; margin: 0; padding: .4rem 0; }
  .pairs td::before { content: none; }
  .pairs td:first-child { color: #55716a; }
}
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 11px; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  th, td { padding: 1mm 1.5mm; font-size: 10px; overflow-wrap: anywhere; }
}
</style>
</head>
<body>
${body}
</body>
</html>
`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const rubles = (amount: number): string => formatRubles(kopecks(amount));

/** How a payment stands by now: paid, given back, or let go, whatever the gateway said of it last (PY-5). */
const stateWord = ({ state, capturedKopecks, refundedKopecks, abandonedAt }: ExportedPayment): string =>
  paymentWord({
    state,
    captured: kopecks(capturedKopecks),
    refunded: kopecks(refundedKopecks),
    abandonedAt: abandonedAt ?? undefined,
  });

const momentIn = (instant: Date, zone: Zone): string =>
  new Intl.DateTimeFormat("ru-RU", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(
    instant,
  );

type Words = Readonly<Record<string, string>>;
const word = (words: Words, of: string): string => words[of] ?? of;

const CONSENTS = { personal_data: "обработка персональных данных", marketing: "рассылки" } as const;
