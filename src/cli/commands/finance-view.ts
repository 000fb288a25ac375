import type { Kopecks } from "../../core/kernel/money.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { formatChange, formatWhole } from "../../core/kernel/points.ts";
import {
  FATE_WORDS,
  type FinanceFilter,
  type FinanceLine,
  type FinanceSums,
  type FinanceTotals,
  lineName,
  OPERATION_COLUMNS,
  type Operation,
  operationDetail,
  operationsCountText,
  operationWord,
  pointsGivenText,
  SUM_COLUMNS,
  type TotalsBy,
} from "../../core/reports/index.ts";
import { dayTitle, fields, momentOf, moreBelow, table } from "../output.ts";

/** Money in kopecks, points whole: every figure of `FinanceSums` under a name that says its unit. */
export const sumsJson = (sums: FinanceSums) => ({
  operations: sums.operations,
  moneyOperations: sums.moneyOperations,
  pointsOperations: sums.pointsOperations,
  revenueKopecks: sums.revenue,
  onlineKopecks: sums.online,
  cashKopecks: sums.cash,
  terminalKopecks: sums.terminal,
  transferKopecks: sums.transfer,
  refundedKopecks: sums.refunded,
  feeKopecks: sums.fee,
  feeUnknownKopecks: sums.feeUnknown,
  netKopecks: sums.net,
  tipsKopecks: sums.tips,
  tipsFeeKopecks: sums.tipsFee,
  keptKopecks: sums.kept,
  refundsWaitingKopecks: sums.refundsWaiting,
  refundsRefusedKopecks: sums.refundsRefused,
  paymentsWaitingKopecks: sums.paymentsWaiting,
  pointsGiven: sums.pointsGiven,
  pointsTakenBack: sums.pointsTakenBack,
  pointsRedeemed: sums.pointsRedeemed,
  pointsPenalty: sums.pointsPenalty,
});

export const lineJson = ({ key, name, ...sums }: FinanceLine) => ({
  key: key ?? null,
  name: name ?? null,
  ...sumsJson(sums),
});

export const operationJson = (one: Operation) => ({
  kind: one.kind,
  id: one.id,
  day: one.day,
  at: one.at,
  bookingNumber: one.bookingNumber ?? null,
  clientId: one.clientId,
  clientName: one.clientName,
  serviceName: one.serviceName ?? null,
  specialistName: one.specialistName ?? null,
  amountKopecks: one.amount,
  grossKopecks: one.gross,
  feeKopecks: one.fee ?? null,
  netKopecks: one.net ?? null,
  points: one.points,
  fate: one.fate,
  returnedKopecks: one.returned,
  detail: one.detail ?? null,
  note: one.note ?? null,
});

type Page = { readonly items: readonly Operation[]; readonly hasMore: boolean };

export function operationsText(
  page: Page,
  about: {
    readonly sum: FinanceSums;
    readonly filter: FinanceFilter;
    readonly offset: number;
    readonly columns: number;
  },
): string {
  const { sum, filter, offset, columns } = about;
  // An empty line between: it is said of the lines above, not of their sum.
  const more = moreBelow(page, offset);
  if (sum.operations === 0) return `${periodText(filter)}: операций нет.`;
  const drawn = table(
    [
      { title: "Когда" },
      { title: "Что", isFlexible: true },
      { title: "Запись", align: "right" },
      { title: "Клиент", isFlexible: true },
      { title: "Сумма", align: "right" },
      { title: "Исход", isFlexible: true },
    ],
    page.items.map((one) => [
      momentOf(one.at, filter.zone),
      [operationWord(one), operationDetail(one)].filter((part) => part !== "").join(": "),
      one.bookingNumber === undefined ? "" : `№${one.bookingNumber}`,
      one.clientName,
      amountText(one),
      FATE_WORDS[one.fate],
    ]),
    columns,
  );
  return `${drawn}\n\n${periodText(filter)}, ${operationsCountText(sum)}\n${sumText(sum, columns)}${more && `\n${more}`}`;
}

/** What moved has its sign; what only is about a sum stands as it is. */
function amountText(one: Operation): string {
  if (one.kind.startsWith("points_")) return `${formatChange(one.points)} б.`;
  return formatRubles(one.gross === 0 ? one.amount : one.gross);
}

export function linesText(
  { lines, sum }: FinanceTotals,
  {
    by,
    filter,
    columns,
  }: { readonly by: TotalsBy; readonly filter: FinanceFilter; readonly columns: number },
): string {
  if (lines.length === 0) return `${periodText(filter)}: операций нет.`;
  const figures = by === "kind" ? KIND_FIGURES : FIGURES;
  const drawn = table(
    [
      { title: lineColumnTitle(by), isFlexible: true },
      ...figures.map(({ title }) => ({ title, align: "right" }) as const),
    ],
    lines.map((line) => [
      by === "day" && line.key !== undefined
        ? dayTitle(line.key as FinanceFilter["from"])
        : lineName(line, by),
      ...figures.map(({ of }) => of(line)),
    ]),
    columns,
  );
  return `${drawn}\n\n${periodText(filter)}\n${sumText(sum, columns)}`;
}

type LineFigure = { readonly title: string; readonly of: (line: FinanceLine) => string };

const money = (title: string, of: (line: FinanceLine) => Kopecks): LineFigure => ({
  title,
  of: (line) => (isOfPoints(line) ? NOTHING : formatRubles(of(line))),
});
const NOTHING = "—";
const isOfPoints = ({ key }: FinanceLine): boolean => key?.startsWith("points_") === true;

const [REVENUE, REFUNDED, TIPS] = [
  money("Выручка", ({ revenue }) => revenue),
  money("Возвраты", ({ refunded }) => refunded),
  money("Чаевые", ({ tips }) => tips),
];

const FIGURES: readonly LineFigure[] = [
  REVENUE,
  money("Онлайн", ({ online }) => online),
  money("На месте", ({ cash, terminal, transfer }) => (cash + terminal + transfer) as Kopecks),
  REFUNDED,
  TIPS,
];

/** How it was paid is the row itself; some kinds move points alone, or keep money that was revenue before. */
const KIND_FIGURES: readonly LineFigure[] = [
  REVENUE,
  REFUNDED,
  TIPS,
  money("Удержано", ({ kept }) => kept),
  {
    title: "Баллы",
    of: (line) =>
      isOfPoints(line) ? formatChange(line.pointsGiven - line.pointsRedeemed - line.pointsPenalty) : NOTHING,
  },
];

const lineColumnTitle = (by: TotalsBy): string =>
  ({ day: "День", service: "Услуга", specialist: "Специалист", kind: "Операция" })[by];

const periodText = ({ from, to }: FinanceFilter): string =>
  from === to ? `За ${dayTitle(from)}` : `С ${dayTitle(from)} по ${dayTitle(to)}`;

function sumText(sum: FinanceSums, columns: number): string {
  const some = (amount: Kopecks) => (amount === 0 ? undefined : formatRubles(amount));
  return fields(
    [
      ["Выручка", formatRubles(sum.revenue)],
      ["Онлайн", formatRubles(sum.online)],
      ["Наличные", formatRubles(sum.cash)],
      ["Терминал", formatRubles(sum.terminal)],
      ["Перевод", formatRubles(sum.transfer)],
      ["Возвраты", formatRubles(sum.refunded)],
      ["Комиссия ЮKassa", feeText(sum)],
      ["После комиссии", formatRubles(sum.net)],
      ["Чаевые", formatRubles(sum.tips)],
      ["Удержано без визита", some(sum.kept)],
      ["Возвраты без ответа", some(sum.refundsWaiting)],
      ["Отказы в возврате", some(sum.refundsRefused)],
      ["Оплаты без ответа", some(sum.paymentsWaiting)],
      [
        "Баллы",
        `${pointsGivenText(sum)}, потрачено ${formatWhole(sum.pointsRedeemed)}, штрафы ${formatWhole(sum.pointsPenalty)}`,
      ],
    ],
    columns,
  );
}

const feeText = ({ fee, feeUnknown }: FinanceSums): string =>
  feeUnknown === 0 ? formatRubles(fee) : `${formatRubles(fee)}, неизвестна с ${formatRubles(feeUnknown)}`;

/** What the columns of the files say, each with its unit. */
export function columnsText(): string {
  const told = (columns: readonly { readonly key: string; readonly about: string }[]) =>
    columns.map(({ key, about }) => `  ${key}: ${about}`).join("\n");
  return `\nСтолбцы файла операций (имена из --plain):\n${told(OPERATION_COLUMNS)}\n\nСтолбцы файла итогов, после самой части:\n${told(SUM_COLUMNS)}`;
}
