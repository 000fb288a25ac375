import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import {
  idOf,
  paymentBody,
  rub,
  startYookassa,
  twoStage,
  type YookassaUnderTest,
} from "./yookassa-sandbox.ts";

const notification = z.object({
  type: z.literal("notification"),
  event: z.string(),
  object: z.looseObject({ id: z.string(), status: z.string() }),
});

let merchant: Server;
let url: string;
let statuses: number[];
let received: z.infer<typeof notification>[];
let shop: YookassaUnderTest;

beforeEach(async () => {
  statuses = [];
  received = [];
  merchant = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    received.push(notification.parse(JSON.parse(text)));
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => merchant.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${z.custom<AddressInfo>().parse(merchant.address()).port}/notify`;
  shop = await startYookassa({ notificationUrl: () => url });
});
afterEach(async () => {
  await shop.close();
  merchant.closeAllConnections();
  await new Promise((resolve) => merchant.close(resolve));
});

const paid = async (body = paymentBody()): Promise<string> => {
  const id = idOf(await shop.post("/payments", body));
  await shop.sim("/pay", { payment_id: id });
  return id;
};
const events = () => received.map(({ event }) => event);

it("tells of a hold, a capture, a refund, each with the object as it was then", async () => {
  const id = await paid(twoStage());
  await shop.post(`/payments/${id}/capture`, {});
  const refund = idOf(await shop.post("/refunds", { payment_id: id, amount: rub("10.00") }));
  await shop.part.tick();
  expect(received.map(({ event, object }) => [event, object.id, object.status])).toEqual([
    ["payment.waiting_for_capture", id, "waiting_for_capture"],
    ["payment.succeeded", id, "succeeded"],
    ["refund.succeeded", refund, "succeeded"],
  ]);
});

it("tells of a payment that expired", async () => {
  await shop.post("/payments", paymentBody());
  await shop.advance(3600);
  expect(events()).toEqual(["payment.canceled"]);
});

it("tells nothing of a refund that failed", async () => {
  const id = await paid();
  await shop.sim("/faults", { refunds: "canceled" });
  await shop.post("/refunds", { payment_id: id, amount: rub("10.00") });
  await shop.part.tick();
  expect(events()).toEqual(["payment.succeeded"]);
});

it("repeats until it hears 200, waiting longer each time", async () => {
  statuses = [500, 302, 201];
  await paid();
  await shop.part.tick();
  expect(received).toHaveLength(1);
  await shop.advance(59);
  expect(received).toHaveLength(1);
  await shop.advance(1);
  expect(received).toHaveLength(2);
  await shop.advance(119);
  expect(received).toHaveLength(2);
  await shop.advance(1);
  await shop.advance(300);
  expect(received).toHaveLength(4);
  await shop.advance(86_400);
  expect(received).toHaveLength(4);
});

it("gives up after a day", async () => {
  statuses = Array.from({ length: 1000 }, () => 500);
  await paid();
  for (let hour = 0; hour < 24; hour += 1) await shop.advance(3600);
  const tried = received.length;
  await shop.advance(7 * 86_400);
  expect(received).toHaveLength(tried);
  expect(tried).toBeGreaterThan(7);
});

it("loses and doubles what it is told to", async () => {
  await shop.sim("/faults", { drop_notifications: 1 });
  const lost = await paid();
  await shop.sim("/faults", { duplicate_notifications: 1 });
  const doubled = await paid();
  await shop.part.tick();
  expect(received.map(({ object }) => object.id)).toEqual([doubled, doubled]);
  expect((await shop.get(`/payments/${lost}`)).body.status).toBe("succeeded");
});

it("loses as many as it is told to", async () => {
  await shop.sim("/faults", { drop_notifications: true, times: 2 });
  await paid();
  await paid();
  const heard = await paid();
  await shop.part.tick();
  expect(received.map(({ object }) => object.id)).toEqual([heard]);
});

it("lets a later notification overtake an earlier one", async () => {
  await shop.sim("/faults", { reorder: 1 });
  const id = await paid(twoStage());
  await shop.post(`/payments/${id}/capture`, {});
  await shop.part.tick();
  expect(events()).toEqual(["payment.succeeded", "payment.waiting_for_capture"]);
});

it("sends what nothing overtook after a minute", async () => {
  await shop.sim("/faults", { reorder: true });
  await paid();
  await shop.advance(59);
  expect(received).toHaveLength(0);
  await shop.advance(1);
  expect(received).toHaveLength(1);
});

it("sends late by the virtual clock", async () => {
  await shop.sim("/faults", { delay_ms: 30_000 });
  await paid();
  await shop.advance(29);
  expect(received).toHaveLength(0);
  await shop.advance(1);
  expect(received).toHaveLength(1);
});

it("goes to the address set by a script, and nowhere when there is none", async () => {
  const silent = await startYookassa();
  try {
    const pay = async () =>
      silent.sim("/pay", { payment_id: idOf(await silent.post("/payments", paymentBody())) });
    await pay();
    await silent.part.tick();
    expect(received).toHaveLength(0);
    await silent.sim("/notification-url", { url });
    await pay();
    await silent.part.tick();
    expect(events()).toEqual(["payment.succeeded"]);
  } finally {
    await silent.close();
  }
});

it("a restarted sandbox still sends what it owed", async () => {
  statuses = [500];
  await paid();
  await shop.part.tick();
  const kept: unknown = JSON.parse(JSON.stringify(shop.part.snapshot()));
  shop.part.reset();
  await shop.advance(60);
  expect(received).toHaveLength(1);
  shop.part.restore(kept);
  await shop.part.tick();
  expect(received).toHaveLength(2);
});
