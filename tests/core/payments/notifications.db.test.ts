import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  findBooking,
  giveUpHold,
  reconcilePayments,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { receiveHint } from "../../../src/core/payments/index.ts";
import { testAppWithBank } from "../../support/app.ts";
import {
  alignClocks,
  atBank,
  bankRequests,
  makePayable,
  messagesOf,
  pass,
  payAtBank,
} from "../../support/bank.ts";
import { granted } from "../../support/make.ts";

/** A busy machine takes its time. */
const PATIENCE = { timeout: 10_000 };
const app = await testAppWithBank();
await alignClocks(app);

const notification = z.object({ event: z.string(), object: z.object({ id: z.string() }) });
let received = 0;
/** The merchant's address: takes every notification for a hint and lets the job look at once. */
const merchant = createServer(async (request, response) => {
  const { event, object } = notification.parse(JSON.parse(await text(request)));
  received += 1;
  await receiveHint(app, { event, providerId: object.id });
  await reconcilePayments(app);
  response.writeHead(200).end();
});
await new Promise<void>((resolve) => merchant.listen(0, "127.0.0.1", resolve));
afterAll(() => new Promise((resolve) => merchant.close(resolve)));
const { port } = merchant.address() as AddressInfo;
await app.bank.sim("/notification-url", { url: `http://127.0.0.1:${port}/` });

const stateOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.state;
const capturesOf = async (providerId: string) =>
  (await bankRequests(app)).filter(({ path }) => path === `/payments/${providerId}/capture`);

describe("notifications of the bank", () => {
  it("confirm a booking without anybody asking", async () => {
    const { booking, providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    await expect.poll(() => stateOf(booking.id)).toBe("confirmed");
  });

  it.each([
    ["dropped", { drop_notifications: 9 }],
    ["doubled", { duplicate_notifications: 9 }],
    ["out of order", { reorder: 9 }],
    ["late", { delay_ms: 600_000, times: 9 }],
    [
      "doubled, and the bank answers every look with an error",
      { duplicate_notifications: 9, path: "/payments/*", method: "GET", times: 3, status: 500 },
    ],
  ])("that are %s: captured once and booked", async (_, fault) => {
    await app.bank.sim("/faults", fault);
    const { booking, providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    await expect
      .poll(async () => {
        await pass(app, 30);
        await reconcilePayments(app);
        return stateOf(booking.id);
      }, PATIENCE)
      .toBe("confirmed");
    await pass(app, 700);
    await reconcilePayments(app);
    expect(await atBank(app, providerId)).toEqual({ status: "succeeded", kept: 200_000 });
    expect(new Set((await capturesOf(providerId)).map((one) => one.idempotence_key)).size).toBe(1);
    expect((await messagesOf(app, booking.id)).filter((kind) => kind === "booking_confirmed")).toHaveLength(
      1,
    );
    app.bank.part.restore(app.bank.part.snapshot());
    await app.bank.sim("/notification-url", { url: `http://127.0.0.1:${port}/` });
    app.clock.set("2026-11-23T09:00:00Z");
  });

  it("about money for a hold given up: nothing is kept", async () => {
    const receivedBefore = received;
    await app.bank.sim("/faults", { duplicate_notifications: 9, reorder: 9 });
    const { hold, providerId } = await makePayable(app);
    granted(await giveUpHold(app, hold));
    await payAtBank(app, providerId);
    await expect
      .poll(async () => {
        await pass(app, 30);
        await sendDueRefunds(app);
        return (await atBank(app, providerId)).status;
      })
      .toBe("canceled");
    expect(await stateOf(hold.bookingId)).toBe("expired");
    expect(received).toBeGreaterThan(receivedBefore);
  });
});
