import { listServices, listSpecialists } from "../../../core/catalog/index.ts";
import { plusDays, startOfDay } from "../../../core/kernel/local-day.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { findClient } from "../../../core/people/index.ts";
import {
  csvStream,
  FATE_WORDS,
  lineColumns,
  listAwaitedPayments,
  listOperations,
  listWaitingMoney,
  OPERATION_COLUMNS,
  OPERATION_KINDS,
  OPERATION_WORDS,
  OPERATIONS_OFFSET_MAX,
  operationsCountText,
  previousDays,
  streamOperations,
  sumUnpaidVisits,
  TOTALS_BY,
  TOTALS_BY_WORDS,
  totalOperations,
  type UnpaidVisits,
} from "../../../core/reports/index.ts";
import type { Choice, Values } from "../../panel-action.ts";
import { Download, type PageCall, type PanelPage } from "../../panel-page.ts";
import { wordFor } from "../../readable.ts";
import { type Asked, filterOf, readAsked, wholeOf } from "./asked.ts";
import { type Card, cardsOf } from "./cards.ts";
import { fileName } from "./file-name.ts";
import { narrowedTo, onlyOf } from "./only.ts";
import { reconcile } from "./reconcile.ts";
import {
  type AwaitedView,
  awaitedView,
  cellsOf,
  daysText,
  inWaitingOrder,
  LINE_TITLES,
  type LineView,
  lineView,
  type OperationView,
  operationView,
  type WaitingView,
  waitingView,
} from "./rows.ts";

/** All that the page shows, in words; the browser only lays it out. */
export type FinanceData = {
  readonly problem: string | undefined;
  readonly period: string;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly comparedWith: string;
  /** Of whom and what alone the figures are; undefined: of everything. */
  readonly only: string | undefined;
  /** The same of the list of operations, which is narrowed further; undefined: it has all the money. */
  readonly listed: string | undefined;
  readonly waiting: readonly WaitingView[];
  /** There may be more that waits than the page shows. */
  readonly isMoreWaiting: boolean;
  readonly mayReconcile: boolean;
  /** Visits of the period that took place and are not paid; undefined when there are none. */
  readonly unpaid: { readonly text: string; readonly href: string } | undefined;
  readonly cards: readonly Card[];
  readonly by: string;
  readonly byChoices: readonly Choice[];
  readonly lineTitles: readonly string[];
  readonly lines: readonly LineView[];
  readonly sumCells: readonly string[];
  readonly choices: {
    readonly kind: readonly Choice[];
    readonly fate: readonly Choice[];
    readonly specialist: readonly Choice[];
    readonly service: readonly Choice[];
  };
  readonly chosen: Readonly<Record<"kind" | "fate" | "specialist" | "service" | "client", string>>;
  /** Whose operations alone are shown. */
  readonly clientName: string | undefined;
  readonly operations: readonly OperationView[];
  /** Under «ждёт клиента», beside the payments that were opened: holds whose client has not gone to pay yet. */
  readonly awaited: readonly AwaitedView[];
  readonly count: string;
  readonly page: number;
  readonly pages: number;
};

const ROWS = 25;
const WAITING_MAX = 10;
/** Somebody is just paying: the page does not worry about it. */
const WAITING_MINUTES = 15;

/** «Деньги»: what a period brought, what waits for an answer, every operation, and the same as a file (PY-5, PY-7). */
export const FINANCE_PAGE: PanelPage = {
  id: "finance",
  label: "Деньги",
  icon: "DollarSign",
  component: "financePage",
  read: async (call, values) => {
    const asked = readAsked(values, call.app.clock.now(), call.zone);
    const file = values.optional("file");
    if (file === "operations" || file === "totals") return fileOf(call, asked, file);
    return tell(call, asked);
  },
  act: (call, values: Values) => reconcile(call, values),
};

const unpaidText = ({ visits, owed }: UnpaidVisits): string =>
  `Состоялись, не оплачены: ${visits}\u00a0${wordFor(visits, ["визит", "визита", "визитов"])} на ${formatRubles(owed)}`;

/** The list of those visits, narrowed as the page is. */
function unpaidHref({ days, specialist, service, client }: Asked): string {
  const by = { specialistId: specialist, serviceId: service, clientId: client };
  const narrowed = Object.entries(by).flatMap(([name, id]) => (id ? [[`filters.${name}`, id]] : []));
  const query = new URLSearchParams([
    ["filters.unpaid", "true"],
    ["filters.startsAt~~from", days.from],
    ["filters.startsAt~~to", days.to],
    ...narrowed,
  ]);
  return `resources/Booking?${query}`;
}

async function tell({ app, zone }: PageCall, asked: Asked): Promise<FinanceData> {
  const { days, by } = asked;
  const whole = wholeOf(asked, zone);
  const filter = filterOf(asked, zone);
  const before = previousDays(days);
  const stretch = {
    ...{ specialistId: asked.specialist, serviceId: asked.service, clientId: asked.client },
    from: startOfDay(days.from, zone),
    to: startOfDay(plusDays(days.to, 1), zone),
  };
  const isAwaitedAsked = asked.fate === "unpaid" && (asked.kind === "money" || asked.kind === "all");
  const [totals, earlier, listed, waiting, unpaid, awaited, catalog] = await Promise.all([
    totalOperations(app, whole, by),
    totalOperations(app, { ...whole, ...before }),
    totalOperations(app, filter),
    listWaitingMoney(app, { rowsMax: WAITING_MAX + 1, minutesMin: WAITING_MINUTES }),
    sumUnpaidVisits(app.db, stretch),
    isAwaitedAsked ? listAwaitedPayments(app.db, stretch) : [],
    choicesOf({ app, asked }),
  ]);
  const count = listed.sum.operations;
  const pages = Math.max(1, Math.ceil(Math.min(count, OPERATIONS_OFFSET_MAX) / ROWS));
  const page = Math.min(asked.page, pages);
  const operations = await listOperations(app, filter, { rowsMax: ROWS, offset: (page - 1) * ROWS });
  const most = Math.max(0, ...totals.lines.map(({ revenue }) => revenue));
  return {
    problem: asked.problem,
    period: asked.period,
    ...days,
    title: daysText(days),
    comparedWith: daysText(before),
    ...onlyOf(catalog),
    waiting: inWaitingOrder(waiting.slice(0, WAITING_MAX)).map((one) => waitingView(one, zone)),
    isMoreWaiting: waiting.length > WAITING_MAX,
    mayReconcile: app.payments !== undefined,
    unpaid: unpaid.visits === 0 ? undefined : { text: unpaidText(unpaid), href: unpaidHref(asked) },
    cards: cardsOf(totals.sum, earlier.sum),
    by,
    byChoices: TOTALS_BY.map((value) => ({ value, label: TOTALS_BY_WORDS[value] })),
    lineTitles: LINE_TITLES,
    lines: newestFirst(totals.lines, by).map((line) => lineView(line, by, most)),
    sumCells: cellsOf(totals.sum),
    ...catalog,
    operations: operations.map((one) => operationView(one, zone)),
    awaited: awaited.map((hold) => awaitedView(hold, zone)),
    count: [operationsCountText(listed.sum), awaited.length > 0 && `ждут оплаты: ${awaited.length}`]
      .filter(Boolean)
      .join(", "),
    page,
    pages,
  };
}

/** Of days the last one is looked for first; all else stands as the report has it. */
const newestFirst = <T>(lines: readonly T[], by: Asked["by"]): readonly T[] =>
  by === "day" ? lines.toReversed() : lines;

const ANY = { value: "", label: "все" } as const;

async function choicesOf({ app, asked }: Pick<PageCall, "app"> & { readonly asked: Asked }) {
  const [specialists, services, client] = await Promise.all([
    listSpecialists(app.db),
    listServices(app.db),
    asked.client === undefined ? undefined : findClient(app.db, asked.client),
  ]);
  const named = ({ id, name, isActive }: { id: string; name: string; isActive: boolean }): Choice => ({
    value: id,
    label: isActive ? name : `${name} (не работает)`,
  });
  const { kind, fate = "", specialist = "", service = "" } = asked;
  return {
    choices: {
      kind: KIND_CHOICES,
      fate: [{ value: "", label: "любой" }, ...FATE_CHOICES],
      specialist: [ANY, ...specialists.map(named)],
      service: [ANY, ...services.map(named)],
    },
    chosen: { kind, fate, specialist, service, client: asked.client ?? "" },
    clientName: asked.client === undefined ? undefined : (client?.name ?? "такого клиента нет"),
  };
}

const KIND_CHOICES: readonly Choice[] = [
  { value: "money", label: "деньги" },
  { value: "points", label: "баллы" },
  { value: "all", label: "деньги и баллы" },
  ...OPERATION_KINDS.map((value) => ({ value, label: OPERATION_WORDS[value] })),
];

const FATE_CHOICES: readonly Choice[] = Object.entries(FATE_WORDS)
  .filter(([fate]) => fate !== "posted")
  .map(([value, label]) => ({ value, label }));

/** What the page shows as a file for Excel: all operations of the filter, or the table of totals. */
async function fileOf(
  { app, zone }: PageCall,
  asked: Asked,
  file: "operations" | "totals",
): Promise<Download> {
  const style = { dialect: "excel", zone } as const;
  const { from, to } = asked.days;
  const days = from === to ? from : `${from}–${to}`;
  const { whole, list } = narrowedTo(await choicesOf({ app, asked }));
  if (file === "operations") {
    const body = csvStream(OPERATION_COLUMNS, streamOperations(app, filterOf(asked, zone)), style);
    const name = fileName({ what: "Операции", narrowedTo: list, days });
    return new Download({ name, type: CSV, body });
  }
  const body = csvStream(lineColumns(asked.by), linesOf({ app, zone, asked }), style);
  const what = `Итоги ${TOTALS_BY_WORDS[asked.by]}`;
  return new Download({ name: fileName({ what, narrowedTo: whole, days }), type: CSV, body });
}

const CSV = "text/csv; charset=utf-8";

async function* linesOf({ app, zone, asked }: Pick<PageCall, "app" | "zone"> & { readonly asked: Asked }) {
  yield (await totalOperations(app, wholeOf(asked, zone), asked.by)).lines;
}
