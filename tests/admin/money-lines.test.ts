import { expect, it } from "vitest";
import { moneyLines } from "../../src/admin/pages/calendar/money-lines.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";

const rub = (rubles: number) => kopecks(rubles * 100);
const lines = (over: Partial<Parameters<typeof moneyLines>[0]>) =>
  moneyLines({
    state: "confirmed",
    ...{ price: rub(1_600), discount: rub(0), points: points(0) },
    ...{ received: rub(0), paid: rub(0), refunded: rub(0), owedOnSpot: rub(0), takableOnSpot: rub(0) },
    ...over,
  }).map(({ label, value }) => `${label} ${value.replaceAll("\u00a0", " ")}`);

it("PR-6: a discount stands between the list price and the price", () => {
  expect(lines({ discount: rub(400), owedOnSpot: rub(1_600) })).toEqual([
    "По прайсу 2 000,00 ₽",
    "Скидка −400,00 ₽",
    "Цена 1 600,00 ₽",
    "Оплачено 0,00 ₽",
    "К оплате на месте 1 600,00 ₽",
  ]);
  expect(lines({ received: rub(1_600), paid: rub(1_600) })).toEqual([
    "Цена 1 600,00 ₽",
    "Оплачено 1 600,00 ₽",
  ]);
});

it("PY-5: after a part was given back it is said what is left of what was paid", () => {
  expect(lines({ received: rub(6_500), paid: rub(5_000), refunded: rub(1_500) }).slice(1)).toEqual([
    "Оплачено 6 500,00 ₽",
    "Возвращено −1 500,00 ₽",
    "Осталось у вас 5 000,00 ₽",
  ]);
  const all = { received: rub(1_500), paid: rub(0), refunded: rub(1_500) };
  expect(lines(all).slice(1)).toEqual(["Оплачено 1 500,00 ₽", "Возвращено −1 500,00 ₽"]);
  expect(lines({ ...all, takableOnSpot: rub(1_500) })).toContain("Возвращено −1 500,00 ₽ — больше не ждём");
});
