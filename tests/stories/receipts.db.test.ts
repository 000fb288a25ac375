import { expect, it } from "vitest";
import { z } from "zod";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { playersOf, sim } from "./player.ts";
import { type Act, at, clientOf, dayAhead, doorsOn, GOOD_CARD, numberOf, play, settlesTo } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(2);
const prepaid = { name: "Окрашивание", policy: "prepay", prepayment: kopecks(60_000) } as const;
const colouring = await makeService(doors, prepaid);
const maria = await makeSpecialist(doors, [colouring.id]);
await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 12) });
for (const [key, typed] of [
  ["receipts.mode", "yookassa"],
  ["receipts.vatCode", "12"],
  ["receipts.taxSystem", "1"],
] as const) {
  granted(await changeSetting(doors, { key, typed, actor: OPERATOR }));
}
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);

const item = z.looseObject({ amount: z.object({ value: z.string() }) });
const receipt = z.looseObject({
  type: z.string(),
  items: z.array(item),
  customer: z.record(z.string(), z.string()),
});
/** Every receipt that the bank has made: its kind, its sum and mark, the rate of VAT, to whom it went. */
async function receipts(): Promise<readonly unknown[]> {
  const body = await sim(product.sandboxUrl, "yookassa/receipts");
  return z
    .object({ receipts: z.array(receipt) })
    .parse(body)
    .receipts.map(({ type, items, customer }) => [
      type,
      ...items.map((one) => [one.amount.value, one.payment_mode, one.vat_code].join(" ")),
      customer.email,
    ]);
}
const HOUR = 3_600;
const TO = "anna@example.ru";

it("PY-6: a prepaid visit has its receipt when it is paid for and another when it has taken place", async () => {
  await sim(product.sandboxUrl, "yookassa/settings", { fiscalization: true });
  const anna = players(1001, "Анна");
  await anna.joins();
  await tell([
    [anna, "presses", "Записаться"],
    [anna, "presses", "Окрашивание"],
    [anna, "presses", `🟢 ${numberOf(day)}`],
    [anna, "presses", "🟢 12:00"],
    [anna, "sees", "На месте: 1 400,00 ₽"],
    [anna, "presses", "Оплатить 600,00 ₽"],
    [anna, "sees", "Чек по закону приходит на почту"],
    ["bank", "has", [0, 0, 0]],
    [anna, "says", "anna@example"],
    [anna, "sees", "Это не похоже на адрес почты"],
    [anna, "says", TO],
    [anna, "sees", `Чек придёт на ${TO}`],
    [anna, "opens", "the bank's page"],
    [anna, "pays", GOOD_CARD],
    ["clock", "passes", 6],
    [anna, "sees", "Вы записаны! Запись №"],
    ["bank", "has", [0, 600, 0]],
  ]);
  const paid = ["payment", "600.00 partial_prepayment 12", TO];
  await settlesTo(receipts, [paid]);

  const startsMs = Date.parse(at(day, 12));
  // An hour of the visit and the three after which it is completed by itself.
  await tell([["clock", "passes", Math.ceil((startsMs - Date.now()) / 1000) + 4 * HOUR + 60]]);
  await settlesTo(receipts, [paid, ["payment", "600.00 full_payment 11", TO]]);
  const { id } = await clientOf(db, anna);
  await settlesTo(
    () =>
      db.many(sql`
        SELECT receipt.state, receipt.request::text LIKE '%@%' OR payment.request::text LIKE '%anna@%' AS has_email
        FROM closing_receipts receipt JOIN payments payment ON payment.id = receipt.payment_id
        WHERE payment.client_id = ${id}::uuid`),
    [{ state: "succeeded", hasEmail: false }],
  );
});

it("none of it is anything that somebody would have to look into, and no log names the address", () => {
  expect(troublesOf(product)).toEqual([]);
  expect(product.output()).not.toContain(TO);
});
