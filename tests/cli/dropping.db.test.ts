import { expect, it } from "vitest";
import { checkPayment, giveUpHold } from "../../src/core/booking/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../support/app.ts";
import { makePayable, payAtBank } from "../support/bank.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testAppWithBank();
const run = commandLine(app, 200);
const plain = (text: string): string => text.replaceAll("\u00a0", " ").replace(/ +/g, " ");

async function numbered() {
  const payable = await makePayable(app);
  const found = await app.db.first<{ number: number; paymentId: string }>(sql`
    SELECT booking.number, payment.id AS payment_id FROM bookings booking
    JOIN payments payment ON payment.booking_id = booking.id WHERE booking.id = ${payable.hold.bookingId}::uuid`);
  return { ...payable, number: String(found?.number), paymentId: String(found?.paymentId) };
}

const dropped = (number: string, ...more: readonly string[]) =>
  run(["bookings", "cancel", number, "--reason", "закрыты", "--yes", ...more]);

it("PY-1: whether staff or the client let an unpaid visit go is said of it and of its payment", async () => {
  const { number, paymentId } = await numbered();
  expect(await dropped(number)).toMatchObject({ exit: 0 });
  const booking = plain((await run(["bookings", "show", number])).out);
  expect(booking).toMatch(/Завершена \d\d\.\d\d\.2026 \d\d:\d\d, отменили мы до оплаты/);
  const payment = plain((await run(["payments", "show", paymentId])).out);
  expect(payment).toMatch(/Больше не ждём с \d\d\.\d\d\.2026 \d\d:\d\d, отменили мы до оплаты/);
  expect(payment).not.toContain("лиент отказался");
  const own = await numbered();
  granted(await giveUpHold(app, own.hold));
  expect((await run(["bookings", "show", own.number])).out).toContain("клиент отказался до оплаты");
  expect((await run(["payments", "show", own.paymentId])).out).toContain("клиент отказался до оплаты");
});

it("CX-6: an unpaid visit that was taken away already is said to be, and nothing is written", async () => {
  const { number } = await numbered();
  expect((await dropped(number)).out).toContain(": отменена; если клиент всё же заплатит");
  const written = () =>
    app.db.first<{ outbox: number; audit: number }>(sql`
      SELECT (SELECT count(*) FROM outbox)::int AS outbox, (SELECT count(*) FROM audit)::int AS audit`);
  const before = await written();
  const asked = await run(["bookings", "cancel", number, "--reason", "так"], { answers: "нет" });
  expect([asked.exit, asked.err]).toEqual([0, ""]);
  expect(asked.out).toContain(": уже отменена.");
  expect((await dropped(number, "--json")).json()).toMatchObject({ isRepeated: true, state: "expired" });
  expect(await written()).toEqual(before);
});

it("PY-5: what is left to the gateway's last word is said to be let go, in words and to a program", async () => {
  const { number, paymentId } = await numbered();
  const sentence = "если клиент всё же заплатит по прежней ссылке";
  await dropped(number);
  const text = (await run(["report", "waiting"])).out;
  expect(plain(text)).toMatch(new RegExp(`№${number} оплата отпущен`));
  expect(text.split(sentence)).toHaveLength(2);
  const fields = { id: paymentId, state: "pending", isLetGo: true };
  const { items } = (await run(["report", "waiting", "--json"])).json();
  expect(items).toContainEqual(expect.objectContaining(fields));
  expect((await run(["payments", "show", paymentId, "--json"])).json()).toMatchObject(fields);
});

it("CX-6, PY-7: the question before a cancellation names what goes back and what is to be handed back", async () => {
  const { number, hold, providerId } = await numbered();
  const asked = async () =>
    plain((await run(["bookings", "cancel", number, "--reason", "так"], { answers: "нет" })).err);
  expect(await asked()).toContain(
    "отменится; если клиент всё же заплатит по прежней ссылке, деньги вернутся ему сами. Клиент узнает",
  );
  await payAtBank(app, providerId);
  granted(await checkPayment(app, hold));
  expect(await asked()).toContain(") отменится; клиенту вернётся 2 000,00 ₽. Клиент узнает");
  const refunded = ["bookings", "refund", number, "--amount", "1500", "--reason", "так", "--yes"];
  expect(await run(refunded)).toMatchObject({ exit: 0 });
  expect(await run(["bookings", "take", number, "--amount", "700"])).toMatchObject({ exit: 0 });
  const money = "клиенту вернётся 500,00 ₽; на месте принято 700,00 ₽: отдайте клиенту и запишите возврат.";
  expect(await asked()).toContain(`отменится; ${money}`);
  expect(plain((await dropped(number)).out)).toContain(`отменена; ${money}`);
});

it("PY-3: money that still comes for it is let go, and the gateway's reason is said in words", async () => {
  const { number, paymentId, hold, providerId } = await numbered();
  await dropped(number);
  await payAtBank(app, providerId);
  granted(await checkPayment(app, hold));
  expect((await run(["payments", "show", paymentId, "--json"])).json()).toMatchObject({
    ...{ state: "cancelled", capturedKopecks: 0, endedReason: "canceled_by_merchant" },
  });
  const words = "не состоялся: мы отменили платёж, деньги не списаны";
  expect((await run(["payments", "show", paymentId])).out).toContain(words);
  expect((await run(["bookings", "show", number])).out).toContain(words);
});
