import { describe, expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  findStaffVisit,
  listStaffVisits,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { addStaff, type StaffRole } from "../../../src/core/people/index.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const service = await makeService(app, { policy: "onSite" });
const [one, two] = [await makeSpecialist(app, [service.id]), await makeSpecialist(app, [service.id])];
const actor = OPERATOR;
let telegramId = 900;
const member = async (role: StaffRole, specialistId?: string) => {
  telegramId += 1;
  return granted(await addStaff(app, { name: "Сотрудник", role, telegramId, specialistId, actor }));
};
const [owner, admin] = [await member("owner"), await member("admin")];
const specialist = await member("specialist", one.id);

async function booked(specialistId: string, startsAt: string): Promise<string> {
  const { id: clientId } = await makeClient(app);
  const slot = await makeSlot(app, { specialistId, startsAt });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  granted(
    await bookForClient(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor }),
  );
  return bookingId;
}
// In Moscow the first is on the 1st of December already.
const midnight = await booked(one.id, "2026-11-30T21:00:00Z");
const noon = await booked(one.id, "2026-12-01T09:00:00Z");
const others = await booked(two.id, "2026-12-01T08:00:00Z");
const cancelled = await booked(one.id, "2026-12-01T10:00:00Z");
granted(await cancelBooking(app, { bookingId: cancelled, by: { kind: "business", actor, reason: "так" } }));
await booked(one.id, "2026-12-01T21:00:00Z");

const day = async (who: typeof owner, specialistId?: string) =>
  (
    await listStaffVisits(app, {
      ...{ member: who, day: localDay("2026-12-01"), specialistId, rowsMax: 10, offset: 0 },
    })
  ).map(({ id }) => id);

describe("PE-3: a day's visits", () => {
  it("PE-3: those who run the business see everybody's, or one specialist's, in business time", async () => {
    for (const manager of [owner, admin]) {
      expect(await day(manager)).toEqual([midnight, others, noon]);
      expect(await day(manager, two.id)).toEqual([others]);
    }
  });

  it("PE-3: a specialist sees their own, whatever is asked for", async () => {
    expect(await day(specialist)).toEqual([midnight, noon]);
    expect(await day(specialist, two.id)).toEqual([midnight, noon]);
  });

  it("PE-3: one visit is shown to whom it concerns", async () => {
    const see = (who: typeof owner, bookingId: string) =>
      findStaffVisit(app, { bookingId, actor: { kind: "staff", id: who.id } });
    expect(granted(await see(owner, others)).booking.id).toBe(others);
    expect(granted(await see(specialist, noon)).client.name).toMatch(/^Анна/);
    expect(await see(specialist, others)).toMatchObject({ refusal: "not_your_booking" });
    expect(await see(owner, app.newId())).toMatchObject({ refusal: "unknown_booking" });
  });
});
