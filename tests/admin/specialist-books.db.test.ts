import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SlotCard } from "../../src/admin/pages/calendar/model.ts";
import type { Field } from "../../src/admin/panel-action.ts";
import { bookForCaller, findBooking, markVisit } from "../../src/core/booking/index.ts";
import { unassignService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { enterClient } from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
let ahead = 0;
Object.assign(app, { clock: { now: () => hoursAfter(systemClock.now(), ahead) } });
const [maria, anna] = [await makeSpecialist(app, "Мария"), await makeSpecialist(app, "Анна")];
const serviceId = await makeService(app, "Стрижка");
const annasService = await makeService(app, "Маникюр");
granted(await unassignService(app, { specialistId: maria, serviceId: annasService, actor: OPERATOR }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const hers = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: maria }));

let hours = 24;
const slotOf = (whose: string) => {
  hours += 2;
  return makeSlot(app, whose, hours);
};
let serial = 0;
const phoneOf = () => {
  serial += 1;
  return `+7903222${String(serial).padStart(4, "0")}`;
};
const booked = async (whose: string) => {
  const clientId = await makeClient(app, "Вера");
  return { clientId, ...(await makeBooking(app, { clientId, serviceId, slotId: await slotOf(whose) })) };
};
type At = { readonly of: "Booking" | "Slot"; readonly id: string; readonly action: string };
const pathOf = ({ of, id, action }: At) => `/admin/api/resources/${of}/records/${id}/${action}`;
const act = async (who: Visitor, at: At, values: object) => (await who.post(pathOf(at), values)).json;
const fieldsOf = async (who: Visitor, at: At, values?: object): Promise<ReadonlyMap<string, Field>> => {
  const recast = values && { ...values, isRecast: "true" };
  const { json } = recast === undefined ? await who.get(pathOf(at)) : await who.post(pathOf(at), recast);
  const fields = (json.form?.fields ?? []) as unknown as readonly Field[];
  return new Map(fields.map((field) => [field.name, field]));
};
const optionsOf = (fields: ReadonlyMap<string, Field>, name: string) =>
  fields.get(name)?.options?.map(({ value }) => value);
const rows = () =>
  db.first(sql`SELECT (SELECT count(*)::int FROM bookings) AS bookings, (SELECT count(*)::int FROM clients) AS clients,
    (SELECT count(*)::int FROM slots WHERE booking_id IS NOT NULL) AS taken, (SELECT count(*)::int FROM audit) AS audit`);

const intoSlot = (id: string): At => ({ of: "Slot", id, action: "bookForClient" });
const again = (id: string): At => ({ of: "Booking", id, action: "bookAgain" });
const move = (id: string): At => ({ of: "Booking", id, action: "moveBooking" });
const typed = (over: object = {}) => ({
  bookingId: randomUUID(),
  serviceId,
  phone: phoneOf(),
  name: "Жанна",
  ...over,
});

describe("PE-3: another's calendar is closed to a specialist, and nothing is written; a manager does the same:", () => {
  it.each<[string, () => Promise<readonly [At, object]>]>([
    ["a caller into another's slot by its id", async () => [intoSlot(await slotOf(anna)), typed()]],
    [
      "the client of another's booking again",
      async () => [
        again((await booked(anna)).id),
        typed({ slotId: await slotOf(maria), payment: "on_spot" }),
      ],
    ],
    [
      "the client of their own visit into another's slot",
      async () => [
        again((await booked(maria)).id),
        typed({ slotId: await slotOf(anna), payment: "on_spot" }),
      ],
    ],
    [
      "another's booking moved into their own slot",
      async () => [move((await booked(anna)).id), typed({ slotId: await slotOf(maria) })],
    ],
    [
      "their own booking moved into another's slot",
      async () => [move((await booked(maria)).id), typed({ slotId: await slotOf(anna) })],
    ],
  ])("%s", async (_, made) => {
    const [at, values] = await made();
    const before = await rows();
    const answer = await act(hers, at, values);
    expect(answer.notice?.type).toBe("error");
    expect(JSON.stringify(answer)).not.toContain("Вера");
    expect(await rows()).toEqual(before);
    expect((await act(admin, at, values)).notice?.type).toBe("success");
  });

  it("what stays with managers: to cancel, give money back, make slots, look clients up", async () => {
    const { id } = await booked(maria);
    const slotId = await slotOf(maria);
    const forbidden = [
      ...["cancelBooking", "refundBooking", "confirmOnSpot"].map(
        (action): At => ({ of: "Booking", id, action }),
      ),
      ...["deleteSlot", "moveSlot", "makeHot"].map((action): At => ({ of: "Slot", id: slotId, action })),
    ].map(pathOf);
    for (const path of [
      ...forbidden,
      "/admin/api/resources/Slot/actions/addSlot",
      "/admin/api/resources/Booking/actions/bookClient",
      "/admin/api/resources/Client/actions/search",
    ])
      expect((await hers.post(path, {})).status, path).toBe(403);
    expect((await findBooking(db, id))?.state).toBe("confirmed");
  });
});

describe("PE-3, PY-8: into a slot of their own a specialist books whoever calls", () => {
  it("by a phone and a name in full: the form asks for both, and for no other way to pay", async () => {
    const slotId = await slotOf(maria);
    const fields = await fieldsOf(hers, intoSlot(slotId));
    expect([...fields.keys()]).toEqual(["bookingId", "phone", "name", "serviceId"]);
    expect(optionsOf(fields, "serviceId")).toEqual([serviceId]);
    expect(fields.get("name")?.hint).toContain("под прежним именем");
    expect([...(await fieldsOf(admin, intoSlot(slotId))).keys()]).toContain("client");

    const card = (
      await hers.get(`/admin/api/pages/calendar?${new URLSearchParams({ ask: "slot", id: slotId })}`)
    ).json as unknown as SlotCard;
    expect(card).toMatchObject({ isBookable: true, mayFind: false, services: [{ id: serviceId }] });
    const values = typed({ bookingId: card.bookingId });
    for (const _ of [1, 2])
      expect((await act(hers, intoSlot(slotId), values)).notice?.message).toMatch(/^Запись № \d+: Жанна, /);
    expect(await findBooking(db, card.bookingId)).toMatchObject({ state: "confirmed", specialistId: maria });
  });

  it("known or not, the answer is the same until the booking is made: a phone and a name are asked of everybody", async () => {
    const [known, unknown] = [phoneOf(), phoneOf()];
    granted(await enterClient(app, { phone: known, name: "Раиса", actor: OPERATOR }));
    const slotId = await slotOf(maria);
    const before = await rows();
    for (const phone of [known, unknown]) {
      const answer = await act(hers, intoSlot(slotId), typed({ phone, name: " " }));
      expect(answer.refused).toEqual({ field: "name", message: "Напишите имя клиента." });
    }
    for (const phone of ["", "+7903"])
      expect((await act(hers, intoSlot(slotId), typed({ phone }))).refused?.field).toBe("phone");
    const part = await fieldsOf(hers, intoSlot(slotId), { phone: known.slice(0, 8), client: "Раиса" });
    expect([...part.keys()]).toEqual(["bookingId", "phone", "name", "serviceId"]);
    expect(await rows()).toEqual(before);

    const made = await act(hers, intoSlot(slotId), typed({ phone: known, payment: "link" }));
    expect(made.notice?.message).toMatch(/^Запись № \d+: Раиса, /);
  });

  it("and nobody by an id that was found elsewhere", async () => {
    const clientId = await makeClient(app, "Вера");
    const slotId = await slotOf(maria);
    const before = await rows();
    for (const who of [{ clientId }, { client: clientId }]) {
      const answer = await act(hers, intoSlot(slotId), { ...typed({ phone: "" }), ...who });
      expect(answer.refused).toEqual({ field: "phone", message: "Напишите телефон клиента целиком." });
    }
    expect(await rows()).toEqual(before);
  });

  it("hears of a client who is busy elsewhere only that: not where, and not which booking", async () => {
    const phone = phoneOf();
    const at = hours + 2;
    const [own, others] = [await slotOf(maria), await makeSlot(app, anna, at)];
    const elsewhere = { bookingId: randomUUID(), serviceId, slotId: others, phone, name: "Раиса" };
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const { number } = granted(await bookForCaller(app, { ...elsewhere, payment, actor: OPERATOR }));
    const { refused } = await act(hers, intoSlot(own), typed({ phone }));
    expect(refused?.message).toBe("У клиента на это время уже есть запись.");
    expect((await act(admin, intoSlot(own), typed({ client: phone }))).refused?.message).toContain(
      `№ ${number}`,
    );
  });
});

it("PE-3: a specialist books the client of their visit again: their own services, their own starts alone", async () => {
  const { id, clientId } = await booked(maria);
  const [own, others] = [await slotOf(maria), await makeSlot(app, anna, hours + 24)];
  ahead = hours - 1;
  granted(await markVisit(app, { bookingId: id, mark: "completed", actor: OPERATOR }));
  const card = await hers.get(`/admin/api/resources/Booking/records/${id}/show`);
  expect(card.json.record?.recordActions?.map(({ name }) => name)).toContain("bookAgain");

  const fields = await fieldsOf(hers, again(id));
  expect([fields.has("specialistId"), optionsOf(fields, "serviceId")]).toEqual([false, [serviceId]]);
  // Whoever asks for anybody's starts all the same is shown their own.
  const anybody = await fieldsOf(hers, again(id), { serviceId, specialistId: "any", payment: "on_spot" });
  const days = optionsOf(anybody, "day") ?? [];
  const starts = await Promise.all(
    days.map(async (day) => {
      const chosen = { serviceId, specialistId: "any", day, payment: "on_spot" };
      return optionsOf(await fieldsOf(hers, again(id), chosen), "slotId") ?? [];
    }),
  );
  expect([starts.flat().includes(own), starts.flat().includes(others)]).toEqual([true, false]);

  const values = { bookingId: randomUUID(), serviceId, slotId: own, payment: "on_spot" };
  const made = await act(hers, again(id), values);
  expect(made.redirectUrl).toContain(values.bookingId);
  expect(await findBooking(db, values.bookingId)).toMatchObject({ clientId, specialistId: maria });
});

it("PE-3: a specialist moves a booking of theirs to a start of their own, and is offered no other", async () => {
  const { id } = await booked(maria);
  const [own, others] = [await slotOf(maria), await slotOf(anna)];
  const ofDay = async (who: Visitor, slotId: string) => {
    const day = await dayOfSlot(slotId);
    return optionsOf(await fieldsOf(who, move(id), { day, slotId }), "slotId") ?? [];
  };
  expect(await ofDay(hers, own)).toContain(own);
  expect(await ofDay(hers, others)).not.toContain(others);
  expect(await ofDay(admin, others)).toContain(others);
  // Further ahead than clients may book.
  const far = [await makeSlot(app, maria, FAR), await makeSlot(app, anna, FAR)] as const;
  expect(await ofDay(hers, far[0])).toEqual([far[0]]);
  expect((await ofDay(admin, far[1])).toSorted()).toEqual(far.toSorted());
  expect(await ofDay(hers, far[1])).not.toContain(far[1]);
  const bookingId = randomUUID();
  const moved = await act(hers, move(id), { bookingId, slotId: own });
  expect(moved.redirectUrl).toContain(`/Booking/records/${bookingId}/show`);
  expect(await findBooking(db, bookingId)).toMatchObject({ state: "confirmed", replacesId: id });
});

const FAR = 40 * 24;

const dayOfSlot = async (slotId: string): Promise<string> => {
  const day = sql`SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD') AS day FROM slots WHERE id = ${slotId}::uuid`;
  return (await db.first<{ day: string }>(day))?.day ?? "";
};
