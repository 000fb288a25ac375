import { type BookingView, waivedOnSpot } from "../../../core/booking/index.ts";
import { formatRubles, type Kopecks, kopecks } from "../../../core/kernel/money.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import { wordFor } from "../../readable.ts";
import { NOT_AWAITED } from "../../tell-money.ts";
import type { BookingCard } from "./model.ts";

type Money = Pick<
  BookingView,
  | "state"
  | "price"
  | "discount"
  | "points"
  | "received"
  | "paid"
  | "refunded"
  | "owedOnSpot"
  | "takableOnSpot"
>;

/**
 * The money of a booking, line by line, as it adds up: the list price less the discount is the price; what was received
 * less what was given back is what the business has.
 */
export function moneyLines(booking: Money): BookingCard["money"] {
  const { price, discount, points, received, paid, refunded, owedOnSpot } = booking;
  const isWaived = waivedOnSpot(booking) > 0;
  return [
    ...(discount > 0
      ? [
          { label: "По прайсу", value: formatRubles(kopecks(price + discount)) },
          { label: "Скидка", value: minus(discount) },
        ]
      : []),
    { label: "Цена", value: formatRubles(price) },
    ...(points > 0 ? [{ label: "Баллами", value: inPoints(points) }] : []),
    { label: "Оплачено", value: formatRubles(received) },
    ...(refunded > 0
      ? [{ label: "Возвращено", value: `${minus(refunded)}${isWaived ? NOT_AWAITED : ""}` }]
      : []),
    ...(refunded > 0 && paid > 0 ? [{ label: "Осталось у вас", value: formatRubles(paid) }] : []),
    ...(owedOnSpot > 0
      ? [{ label: "К оплате на месте", value: formatRubles(owedOnSpot), isDue: true as const }]
      : []),
  ];
}

const minus = (amount: Kopecks): string => `−${formatRubles(amount)}`;

export const inPoints = (points: number): string =>
  `${formatWhole(points)} ${wordFor(Math.abs(points), ["балл", "балла", "баллов"])}`;
