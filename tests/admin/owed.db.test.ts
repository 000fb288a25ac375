import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import type { FinanceData } from "../../src/admin/pages/finance/page.ts";
import { findBooking, holdSlot, markVisit, openPayment, recordOnSpot } from "../../src/core/booking/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { addService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter, minutesAfter } from "../../src/core/kernel/instant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const bank = await startYookassa();
afterAll(() => bank.close());
let ahead = 0;
Object.assign(app, {
  clock: { now: () => hoursAfter(systemClock.now(), ahead) },
  payments: createYookassaProvider({
    ...{ shopId: SHOP_ID, secretKey: SECRET_KEY, apiUrl: `${bank.baseUrl}/v3/`, timeoutMs: 3_000 },
  }),
});
const [own, other] = [await makeSpecialist(app, "Мария"), await makeSpecialist(app, "Анна")];
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const clientId = await makeClient(app, "Вера");
const onSite = await makeService(app, "Укладка");
const paid = granted(
  await addService(app, {
    ...{ name: "Стрижка", kind: "in_person", durationMinutes: 60, price: kopecks(200_000), policy: "full" },
    ...{ prepayment: kopecks(0), specialistIds: "all", actor: OPERATOR },
  }),
).id;
const ZONE = "Europe/Moscow";
const plain = (text: unknown) => String(text).replaceAll("\u00a0", " ");

describe("visits that are not paid (PY-7)", () => {
  type Seen = { readonly unpaid?: { readonly visits: number; readonly owed: string; readonly href: string } };
  const seenBy = async (who: Visitor) =>
    ((await who.get("/admin/api/dashboard?part=unpaid")).json as unknown as Seen).unpaid;
  const listed = async (who: Visitor, value: string) =>
    (
      (await who.get(`/admin/api/resources/Booking/actions/list?filters.unpaid=${value}`)).json.records ?? []
    ).map(({ id }) => id);

  it("are counted for the first page and found in the list, a specialist's own alone (PE-3)", async () => {
    const bookings = [];
    for (const [hours, specialistId] of [
      [30, own],
      [32, own],
      [30, other],
    ] as const) {
      const client = await makeClient(app, "Анна");
      const slotId = await makeSlot(app, specialistId, hours);
      bookings.push((await makeBooking(app, { clientId: client, serviceId: onSite, slotId })).id);
    }
    const [first = "", second = "", third = ""] = bookings;
    expect([await seenBy(owner), await seenBy(specialist)]).toEqual([undefined, undefined]);
    ahead = 36;
    for (const bookingId of bookings)
      granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
    const href = "resources/Booking?filters.unpaid=true";
    const all = await seenBy(owner);
    expect({ ...all, owed: plain(all?.owed) }).toEqual({ visits: 3, owed: "4 500,00 ₽ за 90 дней", href });
    expect(await seenBy(specialist)).toMatchObject({ visits: 2 });
    expect((await listed(owner, "true")).sort()).toEqual([first, second, third].sort());
    expect((await listed(specialist, "true")).sort()).toEqual([first, second].sort());
    const days = { period: "own", from: dayOf(systemClock.now(), ZONE), to: dayOf(app.clock.now(), ZONE) };
    for (const [narrowed, count] of [
      [{}, 3],
      [{ specialist: own }, 2],
    ] as const) {
      const asked = new URLSearchParams({ ...days, ...narrowed });
      const page = (await owner.get(`/admin/api/pages/finance?${asked}`)).json as unknown as FinanceData;
      expect(plain(page.unpaid?.text)).toContain(`не оплачены: ${count} визита`);
      const query = page.unpaid?.href.split("?")[1] ?? "";
      const behind = await owner.get(`/admin/api/resources/Booking/actions/list?${query}`);
      expect([query.startsWith("filters.unpaid=true"), behind.json.meta?.total]).toEqual([true, count]);
    }
    const money = { amount: kopecks(150_000), method: "cash", actor: OPERATOR } as const;
    granted(await recordOnSpot(app, { paymentId: randomUUID(), bookingId: first, ...money }));
    expect((await listed(owner, "true")).sort()).toEqual([second, third].sort());
    expect(await listed(owner, "false")).toEqual([first]);
    expect(await listed(owner, "maybe")).toHaveLength(3);
    const part = { ...money, amount: kopecks(50_000) };
    granted(await recordOnSpot(app, { paymentId: randomUUID(), bookingId: second, ...part }));
    const told = async (value: string) =>
      (
        (await owner.get(`/admin/api/resources/Booking/actions/list?filters.unpaid=${value}`)).json.records ??
        []
      )
        .map(({ params }) => [plain(params.owedOnSpot), plain(params.priceKopecks)])
        .toSorted();
    expect(await told("true")).toEqual([
      ["1 000,00 ₽", "1 500,00 ₽"],
      ["1 500,00 ₽", "1 500,00 ₽"],
    ]);
    expect(await told("false")).toEqual([["", "1 500,00 ₽"]]);
    expect(await seenBy(owner)).toMatchObject({ visits: 2 });
  });
});

describe("a booking that waits for payment (PY-8)", () => {
  const hold = async (kind: "regular" | "hot", day: number) => {
    const startsAt = new Date(
      Math.ceil(hoursAfter(app.clock.now(), 24 * day).getTime() / 3_600_000) * 3_600_000,
    );
    const slot = await addSlot(app, {
      ...{ specialistId: own, startsAt, endsAt: minutesAfter(startsAt, 60), kind, actor: OPERATOR },
    });
    const bookingId = randomUUID();
    granted(await holdSlot(app, { bookingId, clientId, serviceId: paid, slotId: granted(slot).id }));
    return bookingId;
  };
  const at = (id: string) => `/admin/api/resources/Booking/records/${id}/confirmOnSpot`;

  it("is confirmed by managers with payment on the spot; the form says what happens", async () => {
    const id = await hold("regular", 3);
    const form = JSON.stringify((await owner.get(at(id))).json.form).replaceAll("\u00a0", " ");
    expect(form).toContain("2 000,00 ₽ клиент отдаст на месте");
    expect(form).toContain("Бот сообщит клиенту о записи.");
    const asked = { pageName: "calendar", ask: "booking", id };
    const card = (await owner.get(`/admin/api/pages/calendar?${new URLSearchParams(asked)}`))
      .json as unknown as {
      readonly actions: readonly { readonly name: string }[];
    };
    expect(card.actions.map(({ name }) => name)).toContain("confirmOnSpot");
    expect((await specialist.post(at(id), {})).status).toBe(403);
    expect((await findBooking(db, id))?.state).toBe("held");
    expect(plain((await owner.post(at(id), {})).json.notice?.message)).toBe(
      "Запись подтверждена. На месте: 2 000,00 ₽.",
    );
    expect(await findBooking(db, id)).toMatchObject({ state: "confirmed", owedOnSpot: 200_000 });
  });

  it("its pay page is for managers to hand on, not for a specialist (PE-3)", async () => {
    const id = await hold("regular", 5);
    const card = async (who: Visitor) =>
      (await who.get(`/admin/api/pages/calendar?ask=booking&id=${id}`)).json as unknown as {
        readonly payUrl?: string;
        readonly waiting?: string;
      };
    expect((await card(owner)).payUrl).toBeUndefined();
    granted(await openPayment(app, { bookingId: id, clientId, method: "bank_card" }));
    expect((await card(owner)).payUrl).toContain(bank.baseUrl.slice(0, "http://127".length));
    expect((await card(specialist)).waiting).toContain("Клиент платит в боте");
    expect((await card(specialist)).payUrl).toBeUndefined();
    await owner.post(at(id), {});
    expect(await card(owner)).not.toHaveProperty("payUrl");
    expect(await card(owner)).not.toHaveProperty("waiting");
  });

  it("PY-1: is found by «ждёт клиента» before its client goes to pay, and the list says how much it is", async () => {
    const id = await hold("regular", 6);
    const today = dayOf(app.clock.now(), ZONE);
    const awaited = async (query: Readonly<Record<string, string>>) => {
      const asked = new URLSearchParams({ period: "own", from: today, to: today, fate: "unpaid", ...query });
      const page = (await owner.get(`/admin/api/pages/finance?${asked}`)).json as unknown as FinanceData;
      expect(page.count.includes("ждут оплаты: ")).toBe(page.awaited.length > 0);
      return page.awaited.filter(({ key }) => key === id);
    };
    const [found] = await awaited({ specialist: own, service: paid, client: clientId });
    expect([plain(found?.amount), found?.href]).toEqual([
      "2 000,00 ₽",
      `resources/Booking/records/${id}/show`,
    ]);
    expect(plain(found?.about)).toMatch(/^Запись № \d+: Вера, Стрижка$/);
    for (const narrowed of [
      { specialist: other },
      { service: onSite },
      { fate: "captured" },
      { kind: "cash" },
    ])
      expect(await awaited(narrowed)).toEqual([]);
    const day = dayOf(hoursAfter(app.clock.now(), -48), ZONE);
    expect(await awaited({ from: day, to: day })).toEqual([]);
    const listed = await owner.get("/admin/api/resources/Booking/actions/list?filters.state=held");
    const row = (listed.json.records ?? []).find((one) => one.id === id);
    expect(plain(row?.params.owedOnSpot)).toBe("2 000,00 ₽");
    // Once it is opened the payment itself is listed.
    granted(await openPayment(app, { bookingId: id, clientId, method: "bank_card" }));
    expect(await awaited({})).toEqual([]);
  });

  it("of a hot slot needs a reason, said at its field", async () => {
    const id = await hold("hot", 4);
    expect((await owner.post(at(id), { waiverReason: " " })).json.refused).toEqual({
      field: "waiverReason",
      message: "Горящее окно бронируют с предоплатой. Напишите, почему без неё.",
    });
    expect((await owner.post(at(id), { waiverReason: "постоянный" })).json.notice?.type).toBe("success");
  });
});
