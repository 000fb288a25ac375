import { formatRubles, type Kopecks, kopecks } from "../../../core/kernel/money.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import { type FinanceSums, pointsGivenText } from "../../../core/reports/index.ts";

/** One figure of the period, what it means, and how it was before. */
export type Card = {
  readonly key: string;
  readonly title: string;
  readonly value: string;
  /** What is in it, in a sentence. */
  readonly about: string;
  /** The parts that it is made of. */
  readonly parts: string | undefined;
  /** The same figure of the period that it is compared with; undefined when there was none. */
  readonly before: string | undefined;
  /** By how much it changed, in percent, with its sign. */
  readonly change: string | undefined;
  /** Whether the change is a good one; undefined: neither. */
  readonly isBetter: boolean | undefined;
};

type Told = Pick<Card, "key" | "title" | "about"> & {
  readonly of: (sums: FinanceSums) => number;
  readonly text?: (amount: number) => string;
  readonly parts?: (sums: FinanceSums) => string | undefined;
  /** More of it is better, or worse; undefined: neither. */
  readonly moreIs?: "better" | "worse";
};

const rubles = (amount: number): string => formatRubles(kopecks(amount));

const CARDS: readonly Told[] = [
  {
    ...{ key: "revenue", title: "Выручка", of: ({ revenue }) => revenue, moreIs: "better" },
    about: "Что получено за визиты, онлайн и на месте, минус то, что вернули. Чаевые и баллы не входят.",
    parts: ({ feeUnknown, fee, net }) =>
      fee === 0 && feeUnknown === 0 ? undefined : `после комиссии ${rubles(net)}`,
  },
  {
    ...{ key: "online", title: "Онлайн", of: ({ online }) => online },
    about: "Картой и через СБП, до комиссии ЮKassa.",
  },
  {
    ...{ key: "on_spot", title: "На месте", of: (sums) => sums.cash + sums.terminal + sums.transfer },
    about: "Что сотрудники приняли в салоне.",
    parts: ({ cash, terminal, transfer }) =>
      `наличные\u00a0${rubles(cash)}, терминал\u00a0${rubles(terminal)}, перевод\u00a0${rubles(transfer)}`,
  },
  {
    ...{ key: "refunded", title: "Возвраты", of: ({ refunded }) => refunded, moreIs: "worse" },
    about: "Что вернулось клиентам за визиты. Считается в день возврата.",
    parts: ({ refundsWaiting, refundsRefused }) =>
      [waiting("ещё ждут ответа", refundsWaiting), waiting("отказано", refundsRefused)]
        .filter((part) => part !== undefined)
        .join(", ") || undefined,
  },
  {
    ...{ key: "fee", title: "Комиссия ЮKassa", of: ({ fee }) => fee },
    about: "Что ЮKassa удержала с онлайн-оплат, по её словам. При возврате она комиссию не отдаёт.",
    parts: ({ feeUnknown }) => waiting("ещё не сообщила с", feeUnknown),
  },
  {
    ...{ key: "tips", title: "Чаевые", of: ({ tips }) => tips },
    about: "Для специалистов; в выручку не входят.",
    parts: ({ tipsFee }) => waiting("комиссия с них", tipsFee),
  },
  {
    ...{ key: "kept", title: "Удержано без визита", of: ({ kept }) => kept },
    about: "Предоплаты поздних отмен и деньги за неявки. Это часть выручки, а не прибавка к ней.",
  },
  {
    ...{ key: "points", title: "Баллов потрачено", of: ({ pointsRedeemed }) => pointsRedeemed },
    text: formatWhole,
    about:
      "Баллами вместо денег: один балл — один рубль скидки. Отозвано — снято обратно: с возвратом денег или вручную.",
    parts: (sums) => `${pointsGivenText(sums)}, штрафы ${formatWhole(sums.pointsPenalty)}`,
  },
];

const waiting = (word: string, amount: Kopecks): string | undefined =>
  amount === 0 ? undefined : `${word} ${rubles(amount)}`;

/** The figures of a period beside those of the one before. */
export const cardsOf = (now: FinanceSums, before: FinanceSums): readonly Card[] =>
  CARDS.map((card): Card => {
    const [amount, earlier] = [card.of(now), card.of(before)];
    const text = card.text ?? rubles;
    return {
      ...{ key: card.key, title: card.title, about: card.about, value: text(amount) },
      parts: card.parts?.(now),
      before: earlier === 0 ? undefined : text(earlier),
      change: changeOf(amount, earlier),
      isBetter: isBetter(amount - earlier, card.moreIs),
    };
  });

const MINUS = "\u2212";
const SPACE = "\u00a0";

/** In whole percent; undefined where there is nothing to hold it against. */
function changeOf(amount: number, earlier: number): string | undefined {
  if (earlier <= 0) return undefined;
  const percent = Math.round(((amount - earlier) / earlier) * 100);
  const sign = percent > 0 ? "+" : percent < 0 ? MINUS : "";
  return `${sign}${formatWhole(Math.abs(percent))}${SPACE}%`;
}

function isBetter(difference: number, moreIs: Told["moreIs"]): boolean | undefined {
  if (moreIs === undefined || difference === 0) return undefined;
  return difference > 0 === (moreIs === "better");
}
