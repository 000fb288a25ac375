import { describe, expect, it } from "vitest";
import { fillQuickReplies } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { saveQuickReply } from "../../../src/core/notifications/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { makeBooking } from "../../support/hold.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
granted(await changeSetting(app, { key: "business.address", typed: "Садовая, 12", actor: OPERATOR }));
granted(
  await saveQuickReply(app, {
    ...{ quickReplyId: app.newId(), title: "Ждём", actor: OPERATOR },
    text: "{имя}: {время}, {услуга}, {специалист}, {адрес}",
  }),
);

const filled = async (clientId: string, bookingId?: string) => {
  const [reply] = await fillQuickReplies(app.db, {
    ...{ clientId, bookingId, now: app.clock.now() },
    tellInstant: (at) => at.toISOString(),
  });
  return reply?.text;
};

describe("quick replies for a client (PE-5)", () => {
  it("tell the booking that it is about, else the next visit", async () => {
    const { client, booking, service, specialist } = await makeBooking(app);
    const expected = `${client.name}: ${booking.startsAt.toISOString()}, ${service.name}, ${specialist.name}, Садовая, 12`;
    expect(await filled(client.id, booking.id)).toBe(expected);
    expect(await filled(client.id)).toBe(expected);
  });

  it("never tell one client of another's booking", async () => {
    const { booking } = await makeBooking(app);
    const stranger = await makeClient(app);
    expect(await filled(stranger.id, booking.id)).toBe(
      `${stranger.name}: {время}, {услуга}, {специалист}, Садовая, 12`,
    );
  });

  it("leave blank what is not known", async () => {
    const client = await makeClient(app);
    expect(await filled(client.id, app.newId())).toContain("{время}");
  });
});
