import { beforeEach, describe, expect, it } from "vitest";
import {
  blockClient,
  bookForClient,
  cancelBooking,
  checkPayment,
  eraseClient,
  exportClient,
  giveUpHold,
  joinPhone,
  listWaitlist,
  markVisit,
  previewErasure,
  reconcilePayments,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { adjustPoints, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { answerClient, writeToStaff } from "../../../src/core/notifications/index.ts";
import {
  findClient,
  findClientByTelegram,
  hasConsent,
  registerClient,
  renameClient,
  searchClients,
  setBirthday,
  setConsent,
  setTimeZone,
} from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { makePayable, pass, payAtBank } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold, wish } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { eraseByClient, makeKnown } from "../../support/known-client.ts";
import { givePoints, granted, makeClient, makeSituation } from "../../support/make.ts";
import { bookedByClient, cardOf, newPhone } from "../../support/people.ts";

const app = await testAppWithBank();
const erased = (clientId: string) => eraseByClient(app, clientId);

beforeEach(() => app.clock.set(START));

describe("a client who is erased (PE-2)", () => {
  it("keeps visits, money and ledger as rows of nobody; the points burn by an entry (EP-5)", async () => {
    const { client, booking } = await makeKnown(app);
    const before = (await findClient(app.db, client.id))?.pointsBalance ?? 0;
    expect(before).toBeGreaterThan(0);
    granted(await erased(client.id));
    expect(await findClient(app.db, client.id)).toMatchObject({
      name: "Удалённый клиент",
      isErased: true,
      pointsBalance: 0,
      telegramId: undefined,
    });
    const [burnt] = await listPointEntries(app.db, { clientId: client.id, rowsMax: 1, offset: 0 });
    expect(burnt).toMatchObject({ kind: "adjustment", points: -before, reason: "данные клиента удалены" });
    const row = await app.db.first(sql`SELECT state, client_id FROM bookings WHERE id = ${booking.id}::uuid`);
    expect(row).toEqual({ state: "completed", clientId: client.id });
    const trail = await app.db.many(sql`
      SELECT actor_kind, reason, change FROM audit WHERE subject_id = ${client.id} AND action = 'erase_client'`);
    expect(trail).toEqual([{ actorKind: "client", reason: null, change: null }]);
  });

  it("has withdrawn every consent, by evidence of its own (PE-1)", async () => {
    const { client } = await makeKnown(app);
    granted(await erased(client.id));
    for (const kind of ["personal_data", "marketing"] as const)
      expect(await hasConsent(app.db, client.id, kind)).toBe(false);
    const last = await app.db.many(sql`
      SELECT kind, action, pressed FROM consents WHERE client_id = ${client.id}::uuid ORDER BY created_at DESC LIMIT 2`);
    expect(last).toEqual([
      { kind: "marketing", action: "withdrawn", pressed: "Удалить навсегда" },
      { kind: "personal_data", action: "withdrawn", pressed: "Удалить навсегда" },
    ]);
  });

  it("is written to no more, and what waited is not sent", async () => {
    const { client } = await makeKnown(app);
    const queued = () =>
      app.db.many(sql`
        SELECT 1 FROM outbox WHERE state = 'queued' AND (client_id = ${client.id}::uuid OR payload ->> 'clientId' = ${client.id})`);
    expect(await queued()).not.toEqual([]);
    granted(await erased(client.id));
    expect(await queued()).toEqual([]);
  });

  it("waits for nothing any more (MS-9)", async () => {
    const { client } = await makeKnown(app);
    granted(await erased(client.id));
    expect(await listWaitlist(app.db, { clientId: client.id, rowsMax: 5 })).toMatchObject([
      { state: "left", endedReason: "erased", note: undefined },
    ]);
  });

  it("does not stand in searches and lists; coming back, they are a stranger", async () => {
    const { client, telegramId } = await makeKnown(app);
    granted(await erased(client.id));
    for (const text of [undefined, "Удалённый"])
      expect((await searchClients(app.db, { text, rowsMax: 500 })).some(({ id }) => id === client.id)).toBe(
        false,
      );
    expect(await findClientByTelegram(app.db, telegramId)).toBeUndefined();
    const anew = await registerClient(app, {
      telegramId,
      telegramUsername: undefined,
      name: "Анна",
      inviteCode: client.referralCode,
      pressed: "Согласна",
    });
    expect(granted(anew)).toMatchObject({ name: "Анна", invitedById: undefined, pointsBalance: 0 });
    expect(granted(anew).id).not.toBe(client.id);
  });

  it("is given nothing personal any more, by whomever", async () => {
    const { client } = await makeKnown(app);
    const clientId = client.id;
    granted(await erased(clientId));
    app.clock.set(START);
    const situation = await makeSituation(app);
    const tries = [
      () => renameClient(app, { clientId, name: "Анна" }),
      () => setBirthday(app, { clientId, typed: "07.03" }),
      () => setTimeZone(app, { clientId, timeZone: "Asia/Omsk" }),
      () => joinPhone(app, cardOf({ id: clientId, telegramId: 1 }, newPhone())),
      () => setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Да" }),
      () => writeToStaff(app, { messageId: app.newId(), clientId, text: "Это я" }),
      () => answerClient(app, { messageId: app.newId(), clientId, text: "Анна!", actor: OPERATOR }),
      () =>
        blockClient(app, {
          blockId: app.newId(),
          clientId,
          reason: "Анна",
          endsAt: undefined,
          actor: OPERATOR,
        }),
      () => adjustPoints(app, { entryId: app.newId(), clientId, points: 5, reason: "Анне", actor: OPERATOR }),
      () =>
        bookForClient(app, {
          ...wish(app, situation),
          clientId,
          payment: { by: "on_spot", waiverReason: undefined },
          actor: OPERATOR,
        }),
    ];
    for (const attempt of tries) expect(await refusedBy(app, attempt)).toBe("unknown_client");
  });

  it("a corrected mark of theirs still works, for the ledger's sake (CX-8)", async () => {
    const { client, booking } = await makeKnown(app);
    granted(await erased(client.id));
    const correction = { bookingId: booking.id, mark: "no_show", reason: "Ошибка", actor: OPERATOR } as const;
    expect(granted(await markVisit(app, correction)).clientName).toBe("Удалённый клиент");
  });

  it("the reward of a friend they had brought is nobody's (EP-4)", async () => {
    const inviter = await makeClient(app);
    const friend = await makeClient(app, { inviteCode: inviter.referralCode });
    granted(await erased(inviter.id));
    const booking = await bookedByClient(app, friend.id);
    app.clock.set(new Date(booking.endsAt.getTime() + 60_000).toISOString());
    granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
    expect((await findClient(app.db, inviter.id))?.pointsBalance).toBe(0);
  });

  it("is erased once; again is no change", async () => {
    const { client, entered } = await makeKnown(app);
    granted(await erased(client.id));
    for (const id of [client.id, entered.id])
      expect(granted(await writingNothing(app, () => erased(id)))).toEqual({ clientId: client.id });
  });

  it.each([/INSERT INTO consents/, /DELETE FROM chats/, /COMMIT/])(
    "is not half erased when it is cut before %s",
    async (statement) => {
      const client = await makeClient(app);
      await givePoints(app, client.id, 5);
      await writingNothing(app, () =>
        interrupted(app, statement, (dying) =>
          eraseClient(dying, { clientId: client.id, actor: OPERATOR, reason: "Попросил" }),
        ),
      );
    },
  );

  it("by staff needs a reason, which the trail keeps; nobody is refused", async () => {
    const client = await makeClient(app);
    const byStaff = { clientId: client.id, actor: OPERATOR } as const;
    expect(await refusedBy(app, () => eraseClient(app, { ...byStaff, reason: " " }))).toBe("reason_missing");
    const nobody = { ...byStaff, clientId: "00000000-0000-4000-8000-000000000000", reason: "Письмо" };
    expect(await refusedBy(app, () => eraseClient(app, nobody))).toBe("unknown_client");
    expect(refusalOf(await exportClient(app, nobody))).toBe("unknown_client");
    granted(await eraseClient(app, { ...byStaff, reason: "Письмо от 23.11" }));
    const trail = await app.db.first(sql`
      SELECT actor_kind, reason FROM audit WHERE subject_id = ${client.id} AND action = 'erase_client'`);
    expect(trail).toEqual({ actorKind: "operator", reason: "Письмо от 23.11" });
  });
});

describe("nobody is erased", () => {
  it("while a booking of theirs lives, held or confirmed, and is told which (PE-2)", async () => {
    const { client, booking } = await makeHold(app);
    const detail = { number: booking.number, startsAt: booking.startsAt };
    const refused = { ok: false, refusal: "erase_has_bookings", detail };
    expect(await writingNothing(app, () => erased(client.id))).toEqual(refused);
    expect(await previewErasure(app, client.id)).toEqual(refused);

    const other = await makeClient(app);
    const confirmed = await bookedByClient(app, other.id);
    expect(refusalOf(await erased(other.id))).toBe("erase_has_bookings");
    granted(
      await cancelBooking(app, { bookingId: confirmed.id, by: { kind: "client", clientId: other.id } }),
    );
    expect(granted(await previewErasure(app, other.id))).toEqual({ clientId: other.id });
    granted(await erased(other.id));
  });

  it("while the fate of their money is open: a payment that may still come, a refund on its way (PE-2, PY-5)", async () => {
    const { client, booking, providerId, hold } = await makePayable(app);
    granted(await giveUpHold(app, hold));
    const refused = { ok: false, refusal: "erase_money_pending", detail: { number: booking.number } };
    expect(await writingNothing(app, () => erased(client.id))).toEqual(refused);

    await payAtBank(app, providerId);
    await pass(app, 600);
    await reconcilePayments(app);
    await pass(app, 600);
    await reconcilePayments(app);
    granted(await erased(client.id));

    const paid = await makePayable(app, { method: "bank_card" });
    await payAtBank(app, paid.providerId);
    granted(await checkPayment(app, paid.hold));
    const { bookingId, clientId } = paid.hold;
    granted(await cancelBooking(app, { bookingId, by: { kind: "client", clientId } }));
    expect(refusalOf(await erased(clientId))).toBe("erase_money_pending");
    await sendDueRefunds(app);
    granted(await erased(clientId));
    const request = await app.db.first(sql`SELECT request FROM payments WHERE client_id = ${clientId}::uuid`);
    expect(request).toEqual({ request: null });
  });
});
