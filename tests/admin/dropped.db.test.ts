import { expect, it } from "vitest";
import { cancelBooking, checkPayment } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { testAppWithBank } from "../support/app.ts";
import { alignClocks, makePayable, payAtBank } from "../support/bank.ts";
import { granted } from "../support/make.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { signedIn } from "./visitor.ts";

const bank = await testAppWithBank();
await alignClocks(bank);
const { app, url } = await startPanel(bank.db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));

it("PY-1, PY-4: the cards of an unpaid visit that staff took away say who it was and why nothing was paid", async () => {
  const { hold, providerId } = await makePayable(bank);
  const by = { kind: "business", actor: OPERATOR, reason: "закрыты" } as const;
  granted(await cancelBooking(bank, { bookingId: hold.bookingId, by }));
  const card = `/admin/api/resources/Booking/records/${hold.bookingId}/show`;
  expect((await owner.get(card)).json.record?.params).toMatchObject({
    state: "не оплачена",
    endedReason: "отменили мы до оплаты",
  });
  const list = `/admin/api/resources/Payment/actions/list?filters.bookingId=${hold.bookingId}`;
  const payment = async () => (await owner.get(list)).json.records?.[0]?.params ?? {};
  expect(await payment()).toMatchObject({ state: "отпущен" });
  await payAtBank(bank, providerId);
  granted(await checkPayment(bank, hold));
  const at = `/admin/api/resources/Payment/records/${(await payment()).id}/show`;
  expect((await owner.get(at)).json.record?.params).toMatchObject({
    state: "не состоялся",
    endedReason: "мы отменили платёж, деньги не списаны",
  });
});
