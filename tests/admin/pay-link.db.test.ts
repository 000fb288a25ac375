import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { addService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { enterClient, findClient } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const bank = await startYookassa();
afterAll(() => bank.close());
const payments = createYookassaProvider({
  shopId: SHOP_ID,
  secretKey: SECRET_KEY,
  apiUrl: `${bank.baseUrl}/v3/`,
  timeoutMs: 3_000,
});
Object.assign(app, { payments });
const specialistId = await makeSpecialist(app, "Мария");
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "Ольга" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
const { id: serviceId } = granted(
  await addService(app, {
    ...{ name: "Стрижка", kind: "in_person", durationMinutes: 60, price: kopecks(150_000) },
    ...{ policy: "full", prepayment: kopecks(0), specialistIds: "all", actor: OPERATOR },
  }),
);
const { id: clientId } = granted(
  await enterClient(app, { phone: "+79001234567", name: "Жанна", actor: OPERATOR }),
);

let ahead = 24;
/** Жанна, whom the bot does not know, booked by a link from the calendar. */
async function booked(details: Readonly<Record<string, string>> = {}) {
  ahead += 2;
  const bookingId = randomUUID();
  const slotId = await makeSlot(app, specialistId, ahead);
  const { json } = await owner.post(`/admin/api/resources/Slot/records/${slotId}/bookForClient`, {
    ...{ bookingId, serviceId, clientId, payment: "link", ...details },
  });
  return { bookingId, said: String(json.notice?.message), refused: json.refused };
}
const at = (bookingId: string) => `/admin/api/resources/Booking/records/${bookingId}/showPayLink`;
type Shown = {
  readonly counted?: string;
  readonly copy?: string;
  readonly refused?: { readonly field: string | null; readonly message: string };
};
const shown = async (who: Visitor, bookingId: string, given: Record<string, string> = {}): Promise<Shown> => {
  const { json } = await who.post(at(bookingId), given);
  return json as Shown;
};

it("PY-8: staff book a client without a chat by a link, see it, and it is the same at every look", async () => {
  const { bookingId, said } = await booked();
  expect(said).toMatch(/Ждём оплату: нажмите «Ссылка на оплату»/);
  const first = await shown(owner, bookingId);
  expect(first.counted?.replaceAll("\u00a0", " ")).toMatch(/^К оплате 1 500,00 ₽, ждём до /);
  expect((await fetch(String(first.copy))).status).toBe(200);
  expect((await shown(owner, bookingId)).copy).toBe(first.copy);
});

it("PE-3: a specialist is shown none", async () => {
  const { bookingId } = await booked();
  expect((await specialist.post(at(bookingId), {})).status).toBe(403);
});

it("PY-6: with receipts on the client's e-mail is asked for first, and kept", async () => {
  granted(await changeSetting(app, { key: "receipts.mode", typed: "yookassa", actor: OPERATOR }));
  const { bookingId } = await booked();
  expect(await shown(owner, bookingId)).toMatchObject({ refused: { field: "email" } });
  expect(await shown(owner, bookingId, { email: "жанна" })).toMatchObject({ refused: { field: "email" } });
  expect((await shown(owner, bookingId, { email: "janna@example.ru" })).copy).toMatch(/^http/);
  expect((await findClient(db, clientId))?.email).toBe("janna@example.ru");
});

it("a silent bank is told of, and the booking goes on waiting", async () => {
  const { bookingId } = await booked();
  const silent = async () => ({ outcome: "unknown", reason: "silence", retryAfterMs: undefined });
  Object.assign(app, { payments: { ...payments, createPayment: silent } });
  const { refused } = await shown(owner, bookingId);
  Object.assign(app, { payments });
  expect(refused?.message).toMatch(/не отвечает/);
});

it("one that would outlive the start is refused beside the hours", async () => {
  expect((await booked({ hours: "720" })).refused).toMatchObject({
    field: "hours",
    message: expect.stringMatching(/не позже начала визита/),
  });
});

it("a new client without a name is asked for the client's name", async () => {
  const stranger = { clientId: "", client: "+79997776655", name: " ", payment: "on_spot" };
  expect((await booked(stranger)).refused).toMatchObject({ field: "name", message: "Укажите имя клиента." });
});
