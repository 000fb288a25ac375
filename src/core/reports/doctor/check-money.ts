import { daysAfter, hoursAfter } from "../../kernel/instant.ts";
import { formatRubles, kopecks } from "../../kernel/money.ts";
import { formatWhole } from "../../kernel/points.ts";
import { sql } from "../../runtime/sql.ts";
import { BOOKING_CHECKS } from "../checks/bookings.ts";
import { MONEY_CHECKS } from "../checks/money.ts";
import { POINT_CHECKS } from "../checks/points.ts";
import { findDiscrepancies } from "../ledger-check.ts";
import type { Check, WaitingMoney } from "../model.ts";
import { listWaitingMoney } from "../waiting-money.ts";
import { bookingsWithoutClosing } from "./missing-receipts.ts";
import type { DoctorLevel, Found, OpenGround } from "./model.ts";

/** Within the hour somebody is just paying, or YooKassa is just sending money back. */
const WAITING_MINUTES = 60;
const ROWS_MAX = 100_000;

type Words = { readonly level: DoctorLevel; readonly title: string; readonly why: string };
const WAITING: Readonly<Record<WaitingMoney["kind"], Words>> = {
  payment: {
    level: "warning",
    title: "Оплаты без ответа дольше часа",
    why: "Клиент мог заплатить, а запись ещё не подтверждена.",
  },
  refund: {
    level: "warning",
    title: "Возвраты без ответа дольше часа",
    why: "Клиент ждёт своих денег.",
  },
  refused_refund: {
    level: "warning",
    title: "Возвраты, в которых банк отказал",
    why: "Деньги клиенту должен вернуть человек, другим способом.",
  },
  on_spot_refund: {
    level: "warning",
    title: "Принято на месте за отменённые записи и не отдано",
    why: "Эти деньги — клиента.",
  },
  overdue_hold: {
    level: "trouble",
    title: "Брони, срок которых вышел, а они стоят",
    why: "Время занято зря; похоже, фоновые задания не работают.",
  },
};

/** Money that waits for an answer or for a person longer than it should. @source PY-5 */
export async function checkWaitingMoney({ db, now }: OpenGround): Promise<readonly Found[]> {
  const waiting = await listWaitingMoney(
    { db, clock: { now: () => now } },
    { rowsMax: ROWS_MAX, minutesMin: WAITING_MINUTES },
  );
  if (waiting.length === 0)
    return [{ id: "money_waiting_ok", level: "ok", what: "Деньги: ничего не ждёт ответа дольше обычного." }];
  return [...Map.groupBy(waiting, ({ kind }) => kind)].map(([kind, rows]) => {
    const { level, title, why } = WAITING[kind];
    const sum = kopecks(rows.reduce((total, { amount }) => total + amount, 0));
    return {
      id: `money_${kind}`,
      level,
      what: `${title}: ${formatWhole(rows.length)}, на ${formatRubles(sum)}.`,
      why,
      mend: "npm run -s cli -- report waiting",
      since: rows[0]?.since,
      count: rows.length,
    };
  });
}

const RECEIPT_HOURS = 1;
const REFUSED_DAYS = 30;

/** Prepayments of visits that took place, whose closing receipt is not registered. @source PY-6 */
export async function checkReceipts({ db, now }: OpenGround): Promise<readonly Found[]> {
  const row = await db.first<
    Record<"late" | "refused", number> & Record<"lateSince" | "refusedSince", Date | null>
  >(sql`
    SELECT count(*) FILTER (WHERE is_late) AS late, min(created_at) FILTER (WHERE is_late) AS late_since,
           count(*) FILTER (WHERE NOT is_late) AS refused, min(created_at) FILTER (WHERE NOT is_late) AS refused_since
    FROM (SELECT created_at, state <> 'canceled' AS is_late FROM closing_receipts
          WHERE (state IN ('queued', 'pending') AND created_at <= ${hoursAfter(now, -RECEIPT_HOURS)})
             OR (state = 'canceled' AND created_at >= ${daysAfter(now, -REFUSED_DAYS)})) AS receipt`);
  const why = "Чек на полный расчёт обязателен по 54-ФЗ.";
  const found: Found[] = [];
  if (row !== undefined && row.late > 0)
    found.push({
      id: "money_receipts_late",
      level: "warning",
      what: `Предоплаты без закрывающего чека дольше часа: ${formatWhole(row.late)}.`,
      why,
      mend: "npm run -s cli -- doctor --only yookassa,jobs; в панели — «Чеки».",
      since: row.lateSince ?? undefined,
      count: row.late,
    });
  if (row !== undefined && row.refused > 0)
    found.push({
      id: "money_receipts_refused",
      level: "warning",
      what: `Закрывающие чеки, в которых отказано, за 30 дней: ${formatWhole(row.refused)}.`,
      why,
      mend: "Пробейте их в личном кабинете ЮKassa; список в панели, «Чеки».",
      since: row.refusedSince ?? undefined,
      count: row.refused,
    });
  return [...found, ...missingReceipts(await bookingsWithoutClosing(db, now))];
}

const NAMED_MAX = 5;

function missingReceipts(missing: Awaited<ReturnType<typeof bookingsWithoutClosing>>): readonly Found[] {
  const [oldest] = missing;
  if (oldest === undefined) return [];
  const more = missing.length > NAMED_MAX ? ` и ещё ${formatWhole(missing.length - NAMED_MAX)}` : "";
  const named = missing.slice(0, NAMED_MAX).map(({ number }) => `№${number}`);
  return [
    {
      id: "money_receipts_missing",
      level: "warning",
      what: `Визит состоялся, а закрывающий чек предоплаты не поставлен в очередь: ${named.join(", ")}${more}.`,
      why: "Чек на полный расчёт обязателен по 54-ФЗ, и сам он уже не уйдёт.",
      mend: `npm run -s cli -- bookings show ${oldest.number}, и пробейте чек в личном кабинете ЮKassa.`,
      since: oldest.endsAt,
      count: missing.length,
    },
  ];
}

/** Paid and not booked, booked and not paid: what the books of money say that cannot be. @source PY-5 */
export const checkMoneyBooks = (ground: OpenGround): Promise<readonly Found[]> =>
  checkBooks(ground, MONEY_CHECKS, { id: "money_books_ok", what: "Деньги и записи сходятся." });

/** Points, slots and bookings agree. @source EP-5 PT-3 */
export const checkLedger = (ground: OpenGround): Promise<readonly Found[]> =>
  checkBooks(ground, [...POINT_CHECKS, ...BOOKING_CHECKS], {
    id: "ledger_ok",
    what: "Баллы, окна и записи сходятся.",
  });

async function checkBooks(
  { db }: OpenGround,
  checks: readonly Check[],
  ok: Pick<Found, "id" | "what">,
): Promise<readonly Found[]> {
  const found = Map.groupBy(await findDiscrepancies(db, checks), ({ check }) => check);
  if (found.size === 0) return [{ ...ok, level: "ok" }];
  return [...found].map(([check, rows]) => ({
    id: `books_${check}`,
    level: "trouble",
    what: `${rows[0]?.title ?? check}: ${formatWhole(rows.length)}.`,
    why: "Так быть не может: это ошибка программы или рука в базе.",
    mend: "npm run -s cli -- report ledger-check, и покажите список разработчику.",
    count: rows.length,
  }));
}
