import { describe, expect, it } from "vitest";
import {
  bookForClient,
  eraseClient,
  exportClient,
  type Friend,
  joinPhone,
  listFriends,
  markVisit,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { listPointEntries } from "../../../src/core/loyalty/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";
import { cardOf, makeEntered, newPhone } from "../../support/people.ts";

const app = await testApp();
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const actor = OPERATOR;
const inviter = await makeClient(app);
const invited = () => makeClient(app, { inviteCode: inviter.referralCode });

async function comes(clientId: string, startsAt: string): Promise<string> {
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor };
  granted(await bookForClient(app, input));
  app.clock.set(startsAt);
  granted(await markVisit(app, { bookingId, mark: "completed", actor }));
  return bookingId;
}
const friends = async () => {
  const all = await listFriends(app.db, { inviterId: inviter.id, rowsMax: 10, offset: 0 });
  return new Map(
    all.map((friend): [string, readonly [Friend["reward"], number]] => [
      friend.name,
      [friend.reward, friend.points],
    ]),
  );
};

describe("EP-4: the friends of a client", () => {
  it("EP-4: are those who came by the link, with what each brought, and the month's limit is named", async () => {
    const [first, second, third] = [await invited(), await invited(), await invited()];
    await makeClient(app);
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "1", actor }));
    await comes(first.id, "2026-11-30T15:00:00Z");
    await comes(second.id, "2026-11-30T20:59:00Z");
    expect(await friends()).toEqual(
      new Map([
        [first.name, ["rewarded", 300]],
        [second.name, ["month_full", 0]],
        [third.name, ["not_yet", 0]],
      ]),
    );
    // A minute later it is December in Moscow: a new month's rewards.
    await comes(third.id, "2026-11-30T22:00:00Z");
    expect((await friends()).get(third.name)).toEqual(["rewarded", 300]);
    expect((await friends()).get(second.name)).toEqual(["month_full", 0]);
  });

  it("CX-8: a reward that a correction took back is no reward", async () => {
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "20", actor }));
    const friend = await invited();
    const bookingId = await comes(friend.id, "2026-12-02T09:00:00Z");
    expect((await friends()).get(friend.name)).toEqual(["rewarded", 300]);
    granted(await markVisit(app, { bookingId, mark: "no_show", actor, reason: "перепутали" }));
    expect((await friends()).get(friend.name)).toEqual(["not_yet", 0]);
  });

  it("EP-4, PE-2: the history of points names the friend and each visit; the download no friend's booking", async () => {
    const guest = await makeClient(app);
    const friend = await makeClient(app, { inviteCode: guest.referralCode });
    await comes(friend.id, "2026-12-03T09:00:00Z");
    await comes(guest.id, "2026-12-04T09:00:00Z");
    const entries = () => listPointEntries(app.db, { clientId: guest.id, rowsMax: 9, offset: 0 });
    const [visit, reward] = await entries();
    expect(visit).toMatchObject({
      kind: "accrual",
      visit: { serviceName: service.name, startsAt: new Date("2026-12-04T09:00:00Z"), state: "completed" },
    });
    expect(visit?.friendName).toBeUndefined();
    expect(reward).toMatchObject({ kind: "referral", friendName: friend.name });
    const exported = granted(await exportClient(app, { clientId: guest.id }));
    expect(exported.pointEntries).toMatchObject([
      { kind: "referral", bookingNumber: null },
      { kind: "accrual", bookingNumber: visit?.bookingNumber },
    ]);
    granted(await eraseClient(app, { clientId: friend.id, actor, reason: "Попросил" }));
    expect((await entries()).map(({ friendName }) => friendName)).toEqual([undefined, undefined]);
    const listed = await listFriends(app.db, { inviterId: guest.id, rowsMax: 9, offset: 0 });
    expect(listed).toMatchObject([{ isErased: true, reward: "rewarded" }]);
  });

  it("come newest first, a page at a time", async () => {
    const page = (offset: number) => listFriends(app.db, { inviterId: inviter.id, rowsMax: 2, offset });
    const [one, two] = [await page(0), await page(2)];
    const since = [...one, ...two].map((friend) => friend.since.getTime());
    expect(since).toEqual([...since].sort((a, b) => b - a));
    expect(new Set([...one, ...two].map(({ name }) => name)).size).toBe(4);
  });

  it("EP-4, CX-8: a reward taken back a month later makes no room in that month, and the list says the same", async () => {
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "1", actor }));
    const [early, later, last] = [await invited(), await invited(), await invited()];
    const bookingId = await comes(early.id, "2027-01-12T09:00:00Z");
    await comes(later.id, "2027-02-01T09:00:00Z");
    granted(await markVisit(app, { bookingId, mark: "no_show", actor, reason: "перепутали" }));
    await comes(last.id, "2027-02-02T09:00:00Z");
    const rewards = await friends();
    expect([early, later, last].map(({ name }) => rewards.get(name))).toEqual([
      ["not_yet", 0],
      ["rewarded", 300],
      ["month_full", 0],
    ]);
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "20", actor }));
  });

  it("EP-4, PE-4: what friends brought an earlier card of the inviter is listed after the two became one", async () => {
    const phone = newPhone();
    const entered = await makeEntered(app, phone);
    const friend = await makeClient(app, { inviteCode: entered.referralCode });
    await comes(friend.id, "2027-02-03T09:00:00Z");
    const client = await makeClient(app);
    granted(await joinPhone(app, cardOf(client, phone)));
    const listed = await listFriends(app.db, { inviterId: client.id, rowsMax: 9, offset: 0 });
    expect(listed).toMatchObject([{ name: friend.name, reward: "rewarded", points: 300 }]);
  });
});
