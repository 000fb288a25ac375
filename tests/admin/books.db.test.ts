import { describe, expect, it } from "vitest";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
let aheadMinutes = 0;
Object.assign(app, { clock: { now: () => minutesAfter(systemClock.now(), aheadMinutes) } });
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");
const slotId = await makeSlot(app, specialistId, 30);
const booking = await makeBooking(app, { clientId, serviceId, slotId });
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));

type Seen = {
  readonly books?: { readonly count?: number; readonly findings: object[]; readonly waiting: object[] };
};
const booksSeenBy = async (who: Visitor) =>
  ((await who.get("/admin/api/dashboard?part=books")).json as unknown as Seen).books;

/** A hand in the database, past every trigger. */
const byHand = (change: string) =>
  db.pool.query(`SET session_replication_role = replica; ${change}; SET session_replication_role = DEFAULT`);

describe("the first page tells how the books stand (EP-5, PY-5)", () => {
  it("that all agrees, to those who run the business and to nobody else", async () => {
    const agreed = { count: 0, checkedAt: expect.stringMatching(/^\d\d:\d\d$/), findings: [], waiting: [] };
    expect(await booksSeenBy(owner)).toEqual(agreed);
    expect(await booksSeenBy(admin)).toEqual(agreed);
    expect(await booksSeenBy(specialist)).toBeUndefined();
  });

  it("what does not agree, with the way to it, once the last check is ten minutes old", async () => {
    await byHand(`UPDATE clients SET points_balance = 5 WHERE id = '${clientId}'`);
    expect(await booksSeenBy(owner)).toMatchObject({ count: 0 });
    aheadMinutes += 10;
    expect(await booksSeenBy(owner)).toMatchObject({
      count: 1,
      findings: [
        {
          about: "Клиент",
          title: "Баланс не равен сумме операций",
          detail: "должно быть: 0; есть: 5",
          href: `resources/Client/records/${clientId}/show`,
        },
      ],
    });
    await byHand(`UPDATE clients SET points_balance = 0 WHERE id = '${clientId}'`);
    aheadMinutes += 10;
    expect(await booksSeenBy(owner)).toMatchObject({ count: 0, findings: [] });
  });

  it("which money waits for an answer longer than an hour", async () => {
    await db.pool.query(
      `INSERT INTO payments (id, booking_id, client_id, is_two_stage, state, amount_kopecks, create_key, next_check_at, created_at)
       VALUES (gen_random_uuid(), $1, $2, true, 'new', 150000, 'k', now(), $3)`,
      [booking.id, clientId, app.clock.now()],
    );
    expect((await booksSeenBy(owner))?.waiting).toEqual([]);
    aheadMinutes += 60;
    expect((await booksSeenBy(owner))?.waiting).toMatchObject([
      {
        about: `Запись №${booking.number}`,
        title: "Оплата без ответа банка",
        detail: expect.stringMatching(/^1\u00a0500,00\u00a0₽, с /),
        href: `resources/Booking/records/${booking.id}/show`,
      },
    ]);
  });
});
