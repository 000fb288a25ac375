import { expect, it } from "vitest";
import { openPayment } from "../../src/core/booking/index.ts";
import { testAppWithBank } from "../support/app.ts";
import { makeBooking, makeHold } from "../support/hold.ts";
import { granted } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testAppWithBank();
const run = commandLine(app);

/** A balance that a hand changed past every trigger. */
const addPoint = (clientId: string, points: number) =>
  app.db.pool.query(`
    SET session_replication_role = replica;
    UPDATE clients SET points_balance = points_balance + ${points} WHERE id = '${clientId}';
    SET session_replication_role = DEFAULT`);

it("says that everything agrees, and ends well", async () => {
  await makeBooking(app);
  expect(await run(["report", "ledger-check"])).toMatchObject({ exit: 0, out: "Всё сходится.\n", err: "" });
  const answer = await run(["report", "ledger-check", "--json"]);
  expect([answer.exit, answer.json()]).toEqual([0, { items: [] }]);
});

it("tells what does not agree, whose it is, and ends with a code of its own (EP-5)", async () => {
  const { client } = await makeBooking(app);
  await addPoint(client.id, 7);
  const text = await run(["report", "ledger-check"]);
  expect([text.exit, text.err]).toEqual([4, ""]);
  expect(text.out).toMatch(/Баланс не равен сумме операций +0 +7/);
  expect(text.out).toContain(`клиент ${client.id}`);
  expect(text.out).toContain("1 расхождение.");
  const asJson = await run(["report", "ledger-check", "--json"]);
  expect(asJson.exit).toBe(4);
  expect(asJson.json().items).toMatchObject([
    {
      check: "balance_is_sum_of_entries",
      subjectKind: "client",
      subjectId: client.id,
      expected: "0",
      found: "7",
    },
  ]);
  await addPoint(client.id, -7);
  expect((await run(["report", "ledger-check"])).exit).toBe(0);
});

it("lists the money that waits for an answer with its age (PY-5)", async () => {
  expect((await run(["report", "waiting"])).out).toBe("Ничего не ждёт ответа.\n");
  const { hold, booking } = await makeHold(app);
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  app.clock.advance(3 * 3_600_000);
  const text = (await run(["report", "waiting"])).out;
  expect(text).toMatch(new RegExp(`№${booking.number} +оплата +ждёт клиента +2\u00a0000,00\u00a0₽ .* 3 ч\n`));
  expect(text).toMatch(new RegExp(`№${booking.number} +просроченная бронь +ждёт оплаты `));
  const { items } = (await run(["report", "waiting", "--json", "--limit", "1"])).json();
  expect(items).toMatchObject([{ kind: "payment", bookingNumber: booking.number, ageMinutes: 180 }]);
});
