import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import { recordOnSpot, refundBooking, toldOfRefund } from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import { ON_SPOT_METHODS, type OnSpotMethod, type RefundOf } from "../../core/payments/index.ts";
import { oneOf, readBookingKey, readId, readMoney, readMoneyOrAll } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { changeBooking } from "./change-booking.ts";
import { sumOfRefund } from "./refund-sum.ts";
import { tellingOf } from "./tell-client.ts";

const METHODS_SAID = "cash (наличные), terminal (карта через терминал) или transfer (перевод)";
/** A card at the desk goes through the terminal: whoever says «card» is told so. */
const readMethod = oneOf(ON_SPOT_METHODS, METHODS_SAID);
const SOURCES = ["online", "on-spot", "tip"] as const;

type TakeFlags = {
  readonly amount: Kopecks;
  readonly method: OnSpotMethod;
  readonly id?: string;
};
type RefundFlags = YesFlag & {
  readonly amount: Kopecks | "all";
  readonly of: (typeof SOURCES)[number];
  readonly reason: string;
  readonly id?: string;
};

/** Money of a booking by hand: what was paid at the desk, and what goes back. */
export function addBookingMoney(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("take")
      .description("записать оплату, принятую на месте")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .requiredOption("--amount <рубли>", "сколько принято: 1500 или 1500,50", readMoney)
      .option("--method <как>", METHODS_SAID, readMethod, "cash")
      .option("--id <uuid>", "id этого платежа: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (key: string | number, flags: TakeFlags) => take(desk, key, flags))),
    "bookings take 12 --amount 1500",
    "bookings take 12 --amount 500,50 --method terminal",
  );
  withExamples(
    withYes(
      bookings
        .command("refund")
        .description("вернуть деньги по записи, все или часть; клиенту придёт сообщение")
        .argument("<номер>", "номер записи или её id", readBookingKey)
        .requiredOption(
          "--amount <рубли>",
          "сколько вернуть: 500, 500,50 или all (всё, что осталось)",
          readMoneyOrAll,
        )
        .requiredOption("--reason <текст>", "причина: останется в журнале (audit list)")
        .option(
          "--of <что>",
          "online (оплата онлайн), on-spot (оплата на месте: деньги вы отдаёте сами) или tip (чаевые)",
          oneOf(SOURCES),
          "online",
        )
        .option("--id <uuid>", "id этого возврата: повтор с тем же id ничего не изменит", readId),
      "вернуть",
    ).action(answering(desk, (key: string | number, flags: RefundFlags) => refund(desk, key, flags))),
    'bookings refund 12 --amount 500 --reason "не понравилось"',
    'bookings refund 12 --amount all --of on-spot --reason "ошиблись суммой" --yes',
  );
}

const take = (desk: Desk, key: string | number, { amount, method, id }: TakeFlags) =>
  changeBooking(desk, key, async (app, { id: bookingId }) => {
    const paymentId = id ?? app.newId();
    const taken = await recordOnSpot(app, { paymentId, bookingId, amount, method, actor: OPERATOR });
    if (!taken.ok) return taken;
    const { owedOnSpot } = taken.value;
    const owed = owedOnSpot > 0 ? `, осталось принять ${formatRubles(owedOnSpot)}` : "";
    return { ...taken, said: `принято на месте ${formatRubles(amount)}${owed}`, json: { paymentId } };
  });

const OF = { online: "online", "on-spot": "on_spot", tip: "tip" } as const satisfies Record<
  (typeof SOURCES)[number],
  RefundOf
>;

const refund = (desk: Desk, key: string | number, { amount, of, reason, id, yes }: RefundFlags) =>
  changeBooking(desk, key, async (app, before) => {
    const telling = await tellingOf(app, before);
    const requestId = id ?? app.newId();
    const asked = { requestId, bookingId: before.id, of: OF[of], amount, reason, actor: OPERATOR };
    const { sum, isRepeated } = await sumOfRefund(app, asked);
    const about = `Запись №${before.number}, ${before.clientName}: клиенту вернётся ${formatRubles(sum)}. ${telling.ahead}`;
    const flags = { yes: yes ?? (isRepeated || undefined) };
    const sure = await confirmed(desk, flags, about, () => refundBooking(rehearsed(app), asked));
    if (!sure.ok) return sure;
    const refunded = await refundBooking(app, asked);
    if (!refunded.ok) return refunded;
    const { paid, tips } = refunded.value;
    const left =
      of === "tip" ? `чаевых осталось ${formatRubles(tips)}` : `получено всего ${formatRubles(paid)}`;
    const back = (await toldOfRefund(app.db, requestId))?.amount ?? sum;
    const json = { requestId, refundKopecks: back };
    return { ...refunded, said: `${SAID[of]} ${formatRubles(back)}; ${left}`, json, telling };
  });

const SAID = {
  online: "возвращаем из оплаты онлайн",
  "on-spot": "записан возврат на месте:",
  tip: "возвращаем из чаевых",
} as const satisfies Record<(typeof SOURCES)[number], string>;
