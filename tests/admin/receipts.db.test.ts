import { expect, it } from "vitest";
import { openPayment, sendDueReceipts } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { alignClocks } from "../support/bank.ts";
import { granted } from "../support/make.ts";
import { completeVisit, makeHoldWithEmail, makePaidVisit, RECEIPTS_TO } from "../support/paid-visit.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { signedIn } from "./visitor.ts";

const bank = await testAppWithBank();
await alignClocks(bank);
granted(await changeSetting(bank, { key: "receipts.mode", typed: "yookassa", actor: OPERATOR }));
const visit = await makePaidVisit(bank);
await completeVisit(bank, visit.booking.id);
await bank.bank.sim("/faults", { receipts: "canceled" });
const { app, url } = await startPanel(bank.db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const list = async (resource: string) => owner.get(`/admin/api/resources/${resource}/actions/list`);

it("PY-6: «Чеки» say in words how a closing receipt stands, for which booking, and why it was not made", async () => {
  const waiting = await list("ClosingReceipt");
  expect(waiting.json.records?.[0]?.params).toMatchObject({
    amountKopecks: "2\u00a0000,00\u00a0₽",
    state: "отправляется",
    stateTone: "info",
  });
  await sendDueReceipts(bank);
  const over = await list("ClosingReceipt");
  expect(over.json.records?.[0]?.params).toMatchObject({
    state: "не пробит",
    stateTone: "danger",
    endedReason: "касса не смогла зарегистрировать",
  });
  expect(over.text).toContain(`№\u00a0${visit.booking.number}`);
});

it("PY-6 PE-2: to whom a receipt goes stands nowhere beside the money", async () => {
  bank.clock.set(START);
  const { hold } = await makeHoldWithEmail(bank);
  granted(await openPayment(bank, { ...hold, method: "bank_card" }));
  const open = sql`SELECT request::text FROM payments WHERE booking_id = ${hold.bookingId}::uuid`;
  expect((await bank.db.first<{ request: string }>(open))?.request).toContain(RECEIPTS_TO);
  for (const resource of ["Payment", "Refund", "ClosingReceipt"]) {
    const { status, text } = await list(resource);
    expect(status).toBe(200);
    expect(text).not.toContain(RECEIPTS_TO);
    expect(text).not.toContain("full_prepayment");
  }
});
