import type { CsvColumn } from "../csv.ts";
import { textCell } from "../rules/csv-cell.ts";
import type { FinanceLine, FinanceSums, Operation, OperationKind, TotalsBy } from "./model.ts";
import { FATE_WORDS, OPERATION_WORDS, operationDetail, operationWord } from "./words.ts";

/** A figure that an operation has only if it is one of money, or only if it is one of points, is left empty. */
const isPoints = ({ kind }: Operation): boolean => kind.startsWith("points_");

/** The file of operations, column by column; each with its unit. */
export const OPERATION_COLUMNS: readonly CsvColumn<Operation>[] = [
  {
    ...{ key: "day", title: "День", as: "day", of: ({ day }) => day },
    about: "день по часам бизнеса, за который операция считается",
  },
  {
    ...{ key: "at", title: "Когда", as: "instant", of: ({ at }) => at },
    about: "момент операции: по часам бизнеса, в простом файле — в UTC",
  },
  {
    ...{ key: "kind", title: "Операция", as: "word", of: operationWord },
    code: ({ kind }) => kind,
    about: "что произошло",
  },
  {
    ...{ key: "detail", title: "Подробнее", as: "word", of: (one) => operationDetail(one) || undefined },
    code: ({ detail }) => detail,
    about: "почему деньги возвращены или удержаны, за что баллы",
  },
  {
    ...{ key: "note", title: "Причина", as: "text", of: ({ note }) => note, isPlainOnly: true },
    about: "что написал сотрудник; в файле для Excel — в «Подробнее»",
  },
  {
    ...{ key: "booking", title: "Запись", as: "whole", of: ({ bookingNumber }) => bookingNumber },
    about: "номер записи, к которой относится операция",
  },
  {
    ...{ key: "client", title: "Клиент", as: "text", of: ({ clientName }) => clientName },
    about: "имя клиента",
  },
  {
    ...{ key: "service", title: "Услуга", as: "text", of: ({ serviceName }) => serviceName },
    about: "услуга записи",
  },
  {
    ...{ key: "specialist", title: "Специалист", as: "text", of: ({ specialistName }) => specialistName },
    about: "специалист записи",
  },
  {
    ...{ key: "amount_rubles", title: "Сумма, ₽", as: "rubles" },
    of: (one) => (isPoints(one) ? undefined : one.amount),
    about: "о какой сумме речь, рубли",
  },
  {
    ...{ key: "gross_rubles", title: "Движение, ₽", as: "rubles" },
    of: (one) => (isPoints(one) ? undefined : one.gross),
    about: "сколько пришло или, с минусом, ушло, рубли; 0 — денег это не двигало",
  },
  {
    ...{ key: "fee_rubles", title: "Комиссия, ₽", as: "rubles" },
    of: (one) => (isPoints(one) ? undefined : one.fee),
    about: "сколько удержала ЮKassa, рубли; пусто — она не сообщила",
  },
  {
    ...{ key: "net_rubles", title: "После комиссии, ₽", as: "rubles" },
    of: (one) => (isPoints(one) ? undefined : one.net),
    about: "движение без комиссии, рубли; пусто — комиссия неизвестна",
  },
  {
    ...{ key: "points", title: "Баллы", as: "whole", of: (one) => (isPoints(one) ? one.points : undefined) },
    about: "на сколько изменился баланс клиента, баллы",
  },
  {
    ...{ key: "fate", title: "Что с деньгами", as: "word", of: ({ fate }) => FATE_WORDS[fate] },
    code: ({ fate }) => fate,
    about: "чем кончилось на момент отчёта",
  },
  {
    ...{ key: "returned_rubles", title: "Из них возвращено, ₽", as: "rubles" },
    of: (one) => (one.returned > 0 ? one.returned : undefined),
    about: "сколько этой оплаты уже вернулось клиенту, рубли",
  },
];

const LINE_TITLES: Readonly<Record<TotalsBy, string>> = {
  day: "День",
  service: "Услуга",
  specialist: "Специалист",
  kind: "Операция",
};

/** The figures of every table of totals, in order; each with its unit and what it means. */
export const SUM_COLUMNS: readonly (CsvColumn<FinanceSums> & { readonly key: string })[] = [
  {
    ...{ key: "revenue_rubles", title: "Выручка, ₽", as: "rubles", of: ({ revenue }) => revenue },
    about: "за визиты получено минус возвращено, рубли; без чаевых и баллов",
  },
  {
    ...{ key: "online_rubles", title: "Онлайн, ₽", as: "rubles", of: ({ online }) => online },
    about: "картой и через СБП, рубли",
  },
  {
    ...{ key: "cash_rubles", title: "Наличные, ₽", as: "rubles", of: ({ cash }) => cash },
    about: "принято на месте наличными, рубли",
  },
  {
    ...{ key: "terminal_rubles", title: "Терминал, ₽", as: "rubles", of: ({ terminal }) => terminal },
    about: "принято на месте картой, рубли",
  },
  {
    ...{ key: "transfer_rubles", title: "Перевод, ₽", as: "rubles", of: ({ transfer }) => transfer },
    about: "переведено салону самим клиентом, рубли",
  },
  {
    ...{ key: "refunded_rubles", title: "Возвраты, ₽", as: "rubles", of: ({ refunded }) => refunded },
    about: "вернулось клиентам за визиты в эти дни, рубли",
  },
  {
    ...{ key: "fee_rubles", title: "Комиссия, ₽", as: "rubles", of: ({ fee }) => fee },
    about: "удержала ЮKassa с онлайн-оплат, рубли, сколько сообщила",
  },
  {
    ...{ key: "fee_unknown_rubles", title: "Комиссия неизвестна с, ₽", as: "rubles" },
    of: ({ feeUnknown }) => feeUnknown,
    about: "с каких онлайн-денег ЮKassa комиссию не сообщила, рубли",
  },
  {
    ...{ key: "net_rubles", title: "После комиссии, ₽", as: "rubles", of: ({ net }) => net },
    about: "выручка без комиссии, рубли",
  },
  {
    ...{ key: "tips_rubles", title: "Чаевые, ₽", as: "rubles", of: ({ tips }) => tips },
    about: "чаевые минус возвращённые, рубли; в выручку не входят",
  },
  {
    ...{ key: "kept_rubles", title: "Удержано, ₽", as: "rubles", of: ({ kept }) => kept },
    about: "осталось у нас без визита, рубли; эти деньги уже были выручкой в день оплаты",
  },
  {
    ...{ key: "points_given", title: "Баллов начислено за вычетом отозванных", as: "whole" },
    of: ({ pointsGiven }) => pointsGiven,
    about: "за визиты, быструю запись, друзей, вручную и при импорте балансов; отозванное вычтено, баллы",
  },
  {
    ...{ key: "points_redeemed", title: "Баллов потрачено", as: "whole" },
    of: ({ pointsRedeemed }) => pointsRedeemed,
    about: "потрачено на записи минус возвращённое, баллы",
  },
  {
    ...{ key: "points_penalty", title: "Штрафов баллами", as: "whole" },
    of: ({ pointsPenalty }) => pointsPenalty,
    about: "снято штрафами минус возвращённое, баллы",
  },
  {
    ...{ key: "operations", title: "Всего операций", as: "whole", of: ({ operations }) => operations },
    about: "операции с деньгами и движения баллов вместе, штуки",
  },
  {
    ...{ key: "money_operations", title: "Операций с деньгами", as: "whole" },
    of: ({ moneyOperations }) => moneyOperations,
    about: "оплаты, возвраты, чаевые и удержанное без визита, штуки",
  },
  {
    ...{ key: "points_operations", title: "Движений баллов", as: "whole" },
    of: ({ pointsOperations }) => pointsOperations,
    about: "начисления, траты и штрафы баллами, штуки",
  },
];

/** The file of totals: what they are summed by, then every figure. */
export const lineColumns = (by: TotalsBy): readonly CsvColumn<FinanceLine>[] => [
  by === "day"
    ? { key: "day", title: LINE_TITLES.day, as: "day", of: ({ key }) => key, about: "день по часам бизнеса" }
    : {
        ...{ key: by, title: LINE_TITLES[by], as: "word", of: (line) => lineName(line, by) },
        code: ({ key, name }) => (by === "kind" ? key : name && textCell(name)),
        about: "чьи это суммы",
      },
  ...SUM_COLUMNS,
];

const WITHOUT_BOOKING = "без записи";

/** What a line of totals is called. */
export const lineName = ({ key, name }: FinanceLine, by: TotalsBy): string =>
  by === "kind" && key !== undefined ? OPERATION_WORDS[key as OperationKind] : (name ?? WITHOUT_BOOKING);
