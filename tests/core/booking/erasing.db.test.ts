import { beforeEach, describe, expect, it } from "vitest";
import { storeUpdates } from "../../../src/bot/inbox.ts";
import {
  blockClient,
  bookForClient,
  cancelBooking,
  checkPayment,
  eraseClient,
  exportClient,
  giveUpHold,
  joinPhone,
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
import { raw, sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { makePayable, pass, payAtBank } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold, wish } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted, makeClient, makeSituation } from "../../support/make.ts";
import {
  blockByHand,
  bookedByClient,
  bookedByStaff,
  cardOf,
  makeEntered,
  newPhone,
} from "../../support/people.ts";

const app = await testAppWithBank();

/** As the client themselves does it, by the bot's button. */
const erased = (clientId: string) =>
  eraseClient(app, { clientId, actor: { kind: "client", id: clientId }, pressed: "Удалить навсегда" });

/** Where in the whole database one of these values stands: every column of every table is looked into, as text. */
async function tracesOf(values: readonly string[]): Promise<readonly string[]> {
  const columns = await app.db.many<{ tableName: string; columnName: string }>(sql`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`);
  const looks = columns.map(
    ({ tableName, columnName }) =>
      `SELECT '${tableName}.${columnName}' AS place FROM "${tableName}" t WHERE EXISTS (
         SELECT 1 FROM wanted WHERE position(wanted.value IN t."${columnName}"::text) > 0)`,
  );
  const rows = await app.db.many<{ place: string }>(sql`
    WITH wanted AS (SELECT unnest(${values}::text[]) AS value) ${raw(looks.join(" UNION "))} ORDER BY place`);
  return rows.map(({ place }) => place);
}

let lastTelegramId = 7_300_100_200;

/** Somebody who has left a trace wherever one can be left, and whose visit and money are over. */
async function makeKnown() {
  lastTelegramId += 1;
  const telegramId = lastTelegramId;
  const name = `Евпраксия Громова ${telegramId}`;
  const client = granted(
    await registerClient(app, {
      telegramId,
      telegramUsername: `evpraksiya_${telegramId}`,
      name,
      inviteCode: undefined,
      pressed: "Согласна",
    }),
  );
  const clientId = client.id;
  const phone = newPhone();
  const entered = await makeEntered(app, phone);
  await app.db.run(sql`
    UPDATE clients SET name = ${`${name} со слов`}, note = ${`Это ${name}, ${phone}`}, tags = ${[name]}::text[]
    WHERE id = ${entered.id}::uuid`);
  const booking = await bookedByStaff(app, entered.id);
  await app.db.run(sql`UPDATE bookings SET note = ${`Для ${name}`} WHERE id = ${booking.id}::uuid`);
  granted(await joinPhone(app, cardOf(client, phone)));
  granted(await setBirthday(app, { clientId, typed: "17.09.1968" }));
  granted(await setTimeZone(app, { clientId, timeZone: "Asia/Kamchatka" }));
  granted(await setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Да" }));
  await app.db.run(
    sql`UPDATE clients SET email = ${`e${telegramId}@mail.test`} WHERE id = ${clientId}::uuid`,
  );
  granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: `Я ${name}, ${phone}` }));
  const answer = { messageId: app.newId(), clientId, text: `${name}, ждём!`, actor: OPERATOR };
  granted(await answerClient(app, answer));
  await blockByHand(app, clientId, "Спор");
  // Reasons also stand in the trail, which nobody may change: forms ask staff to write no names there.
  await app.db.run(
    sql`UPDATE client_blocks SET reason = ${`${name} спорит`} WHERE client_id = ${clientId}::uuid`,
  );
  await app.db.run(sql`
    INSERT INTO chats (telegram_id, first_payload, created_at, updated_at) VALUES (${telegramId}, '', now(), now())`);
  const from = { id: telegramId, is_bot: false, first_name: name };
  await storeUpdates(app, [
    {
      update_id: telegramId % 1_000_000,
      message: {
        message_id: 1,
        date: 1,
        chat: { id: telegramId, type: "private", first_name: name },
        from,
        text: name,
      },
    } as never,
  ]);
  app.clock.set(new Date(booking.endsAt.getTime() + 60_000).toISOString());
  granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
  const values = [
    String(telegramId),
    "Громова",
    phone,
    "evpraksiya",
    "1968-09-17",
    "@mail.test",
    "Asia/Kamchatka",
  ];
  return { client, entered, booking, telegramId, values };
}

beforeEach(() => app.clock.set(START));

describe("a client who is erased (PE-2)", () => {
  it("leaves no name, phone, e-mail, birthday, zone, Telegram id or user name in any column of the database", async () => {
    const { client, values } = await makeKnown();
    for (const value of values) expect(await tracesOf([value]), value).not.toEqual([]);
    granted(await erased(client.id));
    expect(await tracesOf(values)).toEqual([]);
  });

  it.each([
    ["client_messages", "text"],
    ["bookings", "note"],
    ["client_blocks", "reason"],
  ])("and that is seen: a name forgotten in %s.%s is found", async (table, column) => {
    const { client, values } = await makeKnown();
    granted(await erased(client.id));
    await app.db.run(sql`
      UPDATE ${raw(table)} SET ${raw(column)} = 'Это была Громова' WHERE client_id = ${client.id}::uuid`);
    expect(await tracesOf(values)).toEqual([`${table}.${column}`]);
    await app.db.run(sql`UPDATE ${raw(table)} SET ${raw(column)} = '-' WHERE client_id = ${client.id}::uuid`);
  });

  it("every column that could hold words about a client is emptied, or holds none of theirs", async () => {
    const columns = await app.db.many<{ named: string }>(sql`
      SELECT DISTINCT c.table_name || '.' || c.column_name AS named
      FROM pg_constraint JOIN information_schema.columns c
        ON c.table_schema = 'public' AND c.table_name = conrelid::regclass::text AND c.data_type IN ('text', 'jsonb', 'json', 'ARRAY')
      WHERE contype = 'f' AND confrelid IN ('clients'::regclass, 'bookings'::regclass, 'payments'::regclass) ORDER BY 1`);
    const emptied = [
      ...["name", "phone", "email", "telegram_username", "time_zone", "note", "tags"].map(
        (of) => `clients.${of}`,
      ),
      "client_messages.text",
      "client_blocks.reason",
      "bookings.note",
      "bookings.meeting_url",
      "payments.request",
      "refunds.note",
      "refunds.request",
      "closing_receipts.request",
    ];
    const ourWords = [
      "clients.referral_code",
      ...["kind", "action", "text_version", "document_url", "pressed"].map((of) => `consents.${of}`),
      "client_blocks.kind",
      "client_messages.direction",
      ...[
        "state",
        "slot_kind",
        "made_by",
        "ended_reason",
        "payment_policy",
        "pay_choice",
        "accrual_base",
      ].map((of) => `bookings.${of}`),
      "bookings.slot_ids",
      "point_holds.state",
      "point_entries.kind",
      "point_entries.reason",
      ...["kind", "method", "state", "create_key", "capture_key", "cancel_key", "ended_reason"].map(
        (of) => `payments.${of}`,
      ),
      ...["provider_payment_id", "confirmation_url"].map((of) => `payments.${of}`),
      ...["state", "reason", "key", "provider_refund_id", "ended_reason"].map((of) => `refunds.${of}`),
      ...["state", "key", "provider_receipt_id", "ended_reason"].map((of) => `closing_receipts.${of}`),
      ...["key", "kind", "payload", "state", "state_reason"].map((of) => `outbox.${of}`),
      ...["kind", "state", "closed_reason"].map((of) => `slots.${of}`),
    ];
    expect(columns.map(({ named }) => named)).toEqual([...emptied, ...ourWords].sort());
  });

  it("keeps visits, money and ledger as rows of nobody; the points burn by an entry (EP-5)", async () => {
    const { client, booking } = await makeKnown();
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
    const { client } = await makeKnown();
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
    const { client } = await makeKnown();
    const queued = () =>
      app.db.many(sql`
        SELECT 1 FROM outbox WHERE state = 'queued' AND (client_id = ${client.id}::uuid OR payload ->> 'clientId' = ${client.id})`);
    expect(await queued()).not.toEqual([]);
    granted(await erased(client.id));
    expect(await queued()).toEqual([]);
  });

  it("does not stand in searches and lists; coming back, they are a stranger", async () => {
    const { client, telegramId } = await makeKnown();
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
    const { client } = await makeKnown();
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
    const { client, booking } = await makeKnown();
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
    const { client, entered } = await makeKnown();
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
