import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  confirmHold,
  findBooking,
  rescheduleBooking,
  setMeetingLink,
} from "../../../src/core/booking/index.ts";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, messagesOf } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSlot, makeSpecialist } from "../../support/make.ts";
import { byBusiness, makePaid, makeReplacing, settled, wishMove } from "../../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

const OWN = "https://meet.example.test/room";
const LINK = "https://meet.example.test/another";
const NEXT_DAY = "2026-11-25T09:00:00Z";
const online = () => makePaid(app, { kind: "online", service: { kind: "online", policy: "onSite" } });
const set = (bookingId: string, meetingUrl: string | undefined, actor: Actor = OPERATOR) =>
  setMeetingLink(app, { bookingId, meetingUrl, actor });
const linkOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.meetingUrl;
const news = async (bookingId: string) =>
  (await messagesOf(app, bookingId)).filter((kind) => kind === "meeting_link_changed").length;
const trail = (bookingId: string) =>
  app.db.many(sql`SELECT action, change FROM audit WHERE subject_id = ${bookingId}
    AND action IN ('set_meeting_link', 'drop_meeting_link') ORDER BY id`);
const specialistActor = async (specialistId: string): Promise<Actor> => {
  const login = { email: `${app.newId()}@x.test`, password: "0123456789" };
  const one = { name: "Ольга", role: "specialist", specialistId, ...login, actor: OPERATOR } as const;
  return { kind: "staff", id: granted(await addStaff(app, one)).id };
};

describe("SL-8: staff set the link of a booking", () => {
  it("SL-8, MS-8: it is the booking's from now on, the client is told, the trail keeps who but not where (PE-2)", async () => {
    const { booking, specialist } = await online();
    const actor = await specialistActor(specialist.id);
    expect(granted(await set(booking.id, ` ${LINK} `, actor)).meetingUrl).toBe(LINK);
    expect(await news(booking.id)).toBe(1);
    expect(granted(await set(booking.id, undefined)).meetingUrl).toBe(OWN);
    expect(await news(booking.id)).toBe(2);
    expect(await trail(booking.id)).toEqual([
      { action: "set_meeting_link", change: null },
      { action: "drop_meeting_link", change: null },
    ]);
  });

  it("SL-8: the same link once more changes nothing and says nothing, however often", async () => {
    const { booking } = await online();
    await Promise.all([1, 2, 3].map(() => set(booking.id, LINK)));
    expect(granted(await writingNothing(app, () => set(booking.id, LINK))).meetingUrl).toBe(LINK);
    expect([await news(booking.id), (await trail(booking.id)).length]).toEqual([1, 1]);
  });

  it("MS-8: a link that leads where the visit was anyway is no news", async () => {
    const { booking } = await online();
    granted(await set(booking.id, OWN));
    expect([await news(booking.id), (await trail(booking.id)).length]).toEqual([0, 1]);
  });

  it("SL-8: a hold has it too, and tells it with its confirmation", async () => {
    const { booking, hold } = await makeHold(app, {
      kind: "online",
      service: { kind: "online", policy: "onSite" },
    });
    granted(await set(booking.id, LINK));
    expect(await news(booking.id)).toBe(0);
    expect(granted(await confirmHold(app, hold)).meetingUrl).toBe(LINK);
  });

  it("SL-8: refused by name, and nothing is written", async () => {
    const { booking, byClient } = await online();
    const inPerson = await makePaid(app, { service: { policy: "onSite" } });
    const stranger = await specialistActor((await makeSpecialist(app)).id);
    const isRefused = async (refusal: string, ...asked: Parameters<typeof set>) =>
      expect(await refusedBy(app, () => set(...asked))).toBe(refusal);
    await isRefused("unknown_booking", app.newId(), LINK);
    await isRefused("meeting_link_unreadable", booking.id, "позвоню");
    await isRefused("meeting_link_too_long", booking.id, LINK.padEnd(301, "x"));
    await isRefused("not_your_booking", booking.id, LINK, stranger);
    await isRefused("visit_not_online", inPerson.booking.id, LINK);
    app.clock.set("2026-11-24T10:00:00Z");
    await isRefused("booking_over", booking.id, LINK);
    app.clock.set("2026-11-24T09:59:59Z");
    granted(await set(booking.id, LINK));
    app.clock.set(START);
    granted(await cancelBooking(app, { bookingId: booking.id, by: byClient }));
    await isRefused("booking_over", booking.id, undefined);
  });

  it("SL-8: leaves nothing when it is cut before the end", async () => {
    const { booking } = await online();
    const asked = { bookingId: booking.id, meetingUrl: LINK, actor: OPERATOR };
    await interrupted(app, /INSERT INTO outbox/, (dying) => setMeetingLink(dying, asked));
    expect([await linkOf(booking.id), await news(booking.id)]).toEqual([OWN, 0]);
  });
});

describe("SL-8, CX-7: a moved booking keeps the link that staff set on it", () => {
  const movedBy = async (paid: Awaited<ReturnType<typeof online>>, to = NEXT_DAY) =>
    granted(await rescheduleBooking(app, await wishMove(app, paid, { startsAt: to, kind: "online" })));

  it("SL-8: by its client, at once, and once more", async () => {
    const paid = await online();
    granted(await set(paid.booking.id, LINK));
    const moved = await movedBy(paid);
    expect(moved).toMatchObject({ state: "confirmed", meetingUrl: LINK });
    const again = await movedBy({ ...paid, booking: moved }, "2026-11-26T09:00:00Z");
    expect(again.meetingUrl).toBe(LINK);
  });

  it("SL-8: by the business, and not to another specialist, who has a link of their own", async () => {
    const paid = await online();
    granted(await set(paid.booking.id, LINK));
    const other = await makeSpecialist(app, [paid.service.id]);
    const slot = await makeSlot(app, { specialistId: other.id, startsAt: NEXT_DAY, kind: "online" });
    const asked = { replacesId: paid.booking.id, serviceId: paid.service.id, slotId: slot.id };
    const move = { ...asked, bookingId: app.newId(), by: byBusiness() };
    expect(granted(await rescheduleBooking(app, move)).meetingUrl).toBe(OWN);
  });

  it("SL-8: by a hold, as it is when the hold is paid; one that was set on the hold stays", async () => {
    const paidOnline = () => makePaid(app, { kind: "online", service: { kind: "online" } });
    const late = async () => {
      const paid = await paidOnline();
      app.clock.set("2026-11-24T05:00:00Z");
      return makeReplacing(app, paid, { startsAt: NEXT_DAY, kind: "online" });
    };
    const first = await late();
    expect(first.replacing.state).toBe("held");
    granted(await set(first.booking.id, LINK));
    expect((await settled(app, first.hold)).meetingUrl).toBe(LINK);

    app.clock.set(START);
    const second = await late();
    granted(await set(second.booking.id, LINK));
    granted(await set(second.replacing.id, `${LINK}/2`));
    expect((await settled(app, second.hold)).meetingUrl).toBe(`${LINK}/2`);
  });
});
