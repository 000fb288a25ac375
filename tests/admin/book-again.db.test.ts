import { afterAll, expect, it } from "vitest";
import { findBooking, markVisit } from "../../src/core/booking/index.ts";
import { findSlot, makeHot, makeRegular } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const bank = await startYookassa();
afterAll(() => bank.close());
let ahead = 0;
Object.assign(app, {
  clock: { now: () => hoursAfter(systemClock.now(), ahead) },
  // Hot windows are offered where money is taken online.
  payments: createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${bank.baseUrl}/v3/`,
    timeoutMs: 3_000,
  }),
});
const [maria, anna] = [await makeSpecialist(app, "Мария"), await makeSpecialist(app, "Анна")];
await makeService(app, "Укладка");
const serviceId = await makeService(app, "Стрижка");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));

type Field = {
  readonly name: string;
  readonly value?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
};
const HOURS = 24;

it("PY-8: a client is booked again at the desk: same service, same specialist, two weeks later", async () => {
  const clientId = await makeClient(app, "Вера");
  const slotId = await makeSlot(app, maria, 3);
  const { id } = await makeBooking(app, { clientId, serviceId, slotId });
  const at = `/admin/api/resources/Booking/records/${id}/bookAgain`;
  const offered = async () =>
    (
      (await owner.get(`/admin/api/resources/Booking/records/${id}/show`)).json.record?.recordActions ?? []
    ).map(({ name }) => name);
  ahead += 5;
  expect(await offered()).not.toContain("bookAgain");
  granted(await markVisit(app, { bookingId: id, mark: "completed", actor: OPERATOR }));
  expect(await offered()).toContain("bookAgain");

  await makeSlot(app, maria, 7 * HOURS);
  await makeSlot(app, anna, 15 * HOURS);
  const wanted = await makeSlot(app, maria, 16 * HOURS);
  const formOf = async (values?: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Field>> => {
    const { json } =
      values === undefined ? await owner.get(at) : await owner.post(at, { ...values, isRecast: "true" });
    const { fields } = json.form as { readonly fields: readonly Field[] };
    return new Map(fields.map((field) => [field.name, field]));
  };
  // Of the slot itself: it begins at a full hour, which in the evening is the next day's.
  const wantedDay = dayOf(present(await findSlot(db, wanted), "the slot").startsAt, "Europe/Moscow");
  // Clients do not book two weeks ahead yet, staff do.
  const form = await formOf();
  const value = (name: string) => form.get(name)?.value;
  expect([value("serviceId"), value("specialistId")]).toEqual([serviceId, maria]);
  expect(value("day")).toBe(wantedDay);
  expect(form.get("slotId")?.options?.map((one) => one.value)).toEqual([wanted]);
  const ofAnybody = await formOf({ serviceId, specialistId: "any", payment: "on_spot" });
  expect(ofAnybody.get("day")?.options).toHaveLength(3);

  const isReasonAsked = async (chosen: Readonly<Record<string, string>>) =>
    (await formOf({ serviceId, specialistId: maria, day: wantedDay, ...chosen })).has("reason");
  expect([form.has("reason"), await isReasonAsked({ slotId: wanted })]).toEqual([false, false]);
  granted(await makeHot(app, { slotId: wanted, actor: OPERATOR }));
  expect(await isReasonAsked({})).toBe(false);
  expect(await isReasonAsked({ slotId: wanted })).toBe(true);
  expect(await isReasonAsked({ slotId: wanted, payment: "link" })).toBe(false);
  granted(await makeRegular(app, { slotId: wanted, actor: OPERATOR }));

  const bookingId = value("bookingId") ?? "";
  const typed = { bookingId, serviceId, specialistId: maria, payment: "on_spot" };
  expect((await owner.post(at, typed)).json.refused?.field).toBe("slotId");
  for (const _ of [1, 2]) {
    const { notice, redirectUrl } = (await owner.post(at, { ...typed, slotId: wanted })).json;
    expect(notice?.message).toMatch(/^Запись № 2: .+, Мария\.$/);
    expect(redirectUrl).toContain(bookingId);
  }
  expect(await findBooking(db, bookingId)).toMatchObject({ state: "confirmed", clientId, serviceId });
});
