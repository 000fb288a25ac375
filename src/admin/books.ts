import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../core/app.ts";
import { minutesAfter } from "../core/kernel/instant.ts";
import { formatRubles } from "../core/kernel/money.ts";
import {
  type Discrepancy,
  ledgerCheck,
  listWaitingMoney,
  type SubjectKind,
  type WaitingMoney,
} from "../core/reports/index.ts";
import { loadSettings } from "../core/settings/index.ts";
import type { ResourceId } from "./access.ts";
import { formatInstant, formatTime } from "./readable.ts";

type Line = {
  readonly key: string;
  /** What it is about, in a word. */
  readonly about: string;
  readonly title: string;
  readonly detail: string;
  readonly href: string;
};

/** How the books stand, for the first page. */
export type Books = {
  /** How many discrepancies the last check found; undefined: there was none yet, it is being made. */
  readonly count: number | undefined;
  readonly checkedAt: string | undefined;
  readonly findings: readonly Line[];
  /** Money whose answer is open for longer than somebody takes to pay. */
  readonly waiting: readonly Line[];
};

export type LookAtBooks = () => Promise<Books>;

/** The check reads the whole of the books, so it is made at most this often, however many look. */
const CHECK_MINUTES = 10;
/** And a page waits for it no longer than this. */
const PATIENCE_MS = 1_500;
const LINES_MAX = 20;
const WAITING_MINUTES = 60;

/** Answers how the books stand: the last check of the last ten minutes, made anew by the first who asks after that. */
export function bookkeeper(app: App): LookAtBooks {
  let last: { readonly at: Date; readonly found: readonly Discrepancy[] } | undefined;
  let running: Promise<void> | undefined;

  const check = async (): Promise<void> => {
    const at = app.clock.now();
    try {
      last = { at, found: await ledgerCheck(app) };
    } catch (error) {
      app.log.error({ err: error }, "the ledger check could not be made");
    } finally {
      running = undefined;
    }
  };
  return async () => {
    const isStale = last === undefined || minutesAfter(last.at, CHECK_MINUTES) <= app.clock.now();
    if (isStale) running ??= check();
    if (running) await Promise.race([running, sleep(PATIENCE_MS, undefined, { ref: false })]);
    const zone = (await loadSettings(app.db))["business.timeZone"];
    const waiting = await listWaitingMoney(app, { rowsMax: LINES_MAX, minutesMin: WAITING_MINUTES });
    return {
      count: last?.found.length,
      checkedAt: last && formatTime(last.at, zone),
      findings: (last?.found ?? []).slice(0, LINES_MAX).map(findingLine),
      waiting: waiting.map((one) => waitingLine(one, formatInstant(one.since, zone))),
    };
  };
}

const LISTS: Readonly<Record<SubjectKind, readonly [list: ResourceId, name: string]>> = {
  booking: ["Booking", "Запись"],
  client: ["Client", "Клиент"],
  message: ["OutboxMessage", "Сообщение"],
  payment: ["Payment", "Оплата"],
  slot: ["Slot", "Окошко"],
};

function findingLine({ check, title, subjectKind, subjectId, expected, found, detail }: Discrepancy): Line {
  const [list, name] = LISTS[subjectKind];
  const number = /^№\d+/.exec(detail)?.[0] ?? "";
  const rest = detail.slice(number.length).trim();
  return {
    key: `${check}:${subjectId}:${detail}`,
    about: `${name} ${number}`.trimEnd(),
    title,
    detail: `должно быть: ${expected}; есть: ${found}${rest === "" ? "" : ` (${rest})`}`,
    href: `resources/${list}/records/${subjectId}/show`,
  };
}

const WAITING: Readonly<Record<WaitingMoney["kind"], string>> = {
  payment: "Оплата без ответа банка",
  refund: "Возврат без ответа банка",
  refused_refund: "Банк отказал в возврате: верните деньги иначе или попробуйте снова",
  on_spot_refund:
    "Запись отменена, а деньги, принятые на месте, не возвращены: отдайте их и запишите возврат",
  overdue_hold: "Бронь просрочена, а окошко ещё занято",
};

const waitingLine = (one: WaitingMoney, since: string): Line => ({
  key: `${one.kind}:${one.id}`,
  about: `Запись №${one.bookingNumber}`,
  title: WAITING[one.kind],
  detail: `${formatRubles(one.amount)}, с ${since}`,
  href: `resources/Booking/records/${one.bookingId}/show`,
});
