import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  eraseClient,
  findBookingNote,
  setBookingNote,
} from "../../../src/core/booking/index.ts";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSpecialist } from "../../support/make.ts";
import { byBusiness, makeMoved, makePaid, NEXT_DAY } from "../../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

const note = (bookingId: string, text: string, actor: Actor = OPERATOR) =>
  setBookingNote(app, { bookingId, note: text, actor });
const trail = (bookingId: string) =>
  app.db.many(
    sql`SELECT change, reason FROM audit WHERE subject_id = ${bookingId} AND action = 'set_booking_note'`,
  );
const specialistActor = async (specialistId: string): Promise<Actor> => {
  const login = { email: `${app.newId()}@x.test`, password: "0123456789" };
  const one = { name: "Ольга", role: "specialist", specialistId, ...login, actor: OPERATOR } as const;
  return { kind: "staff", id: granted(await addStaff(app, one)).id };
};

describe("staff's note to a booking", () => {
  it("is kept, replaced and taken away; the trail keeps that it was, not what (PE-2)", async () => {
    const { booking } = await makePaid(app);
    granted(await note(booking.id, "  аллергия на лак \n"));
    expect(await findBookingNote(app.db, booking.id)).toBe("аллергия на лак");
    granted(await note(booking.id, ""));
    expect(await findBookingNote(app.db, booking.id)).toBe("");
    expect(await trail(booking.id)).toEqual(Array(2).fill({ change: null, reason: null }));
  });

  it("the same once more, however often at once, changes nothing", async () => {
    const { booking } = await makePaid(app);
    await Promise.all([1, 2, 3].map(() => note(booking.id, "просит тишины")));
    granted(await writingNothing(app, () => note(booking.id, "просит тишины")));
    expect(await trail(booking.id)).toHaveLength(1);
  });

  it("PE-3: a specialist writes to their own bookings and to no others", async () => {
    const { booking, specialist } = await makePaid(app);
    granted(await note(booking.id, "своё", await specialistActor(specialist.id)));
    const stranger = await specialistActor((await makeSpecialist(app)).id);
    expect(await refusedBy(app, () => note(booking.id, "чужое", stranger))).toBe("not_your_booking");
  });

  it("is refused when it is too long, or there is no such booking", async () => {
    const { booking } = await makePaid(app);
    granted(await note(booking.id, "я".repeat(500)));
    expect(await refusedBy(app, () => note(booking.id, "я".repeat(501)))).toBe("booking_note_too_long");
    expect(await refusedBy(app, () => note(app.newId(), "кому"))).toBe("unknown_booking");
  });

  it("leaves nothing when it is cut off", async () => {
    const { booking } = await makePaid(app);
    const asked = { bookingId: booking.id, note: "просит тишины", actor: OPERATOR };
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => setBookingNote(dying, asked)),
    );
  });

  it("CX-7: goes along with a booking that is moved", async () => {
    const paid = await makePaid(app);
    granted(await note(paid.booking.id, "аллергия на лак"));
    const moved = await makeMoved(app, paid, NEXT_DAY, byBusiness());
    expect(await findBookingNote(app.db, moved.id)).toBe("аллергия на лак");
  });

  it("PE-2: is gone with the client's data, and none is written after that", async () => {
    const { booking, client } = await makePaid(app, { service: { policy: "onSite" } });
    granted(await note(booking.id, "аллергия на лак"));
    const by = { kind: "business", actor: OPERATOR, reason: "закрыты" } as const;
    granted(await cancelBooking(app, { bookingId: booking.id, by }));
    granted(await eraseClient(app, { clientId: client.id, actor: OPERATOR, reason: "просьба" }));
    expect(await findBookingNote(app.db, booking.id)).toBe("");
    expect(await refusedBy(app, () => note(booking.id, "снова"))).toBe("unknown_client");
  });
});
