import { describe, expect, it } from "vitest";
import { joinPhone } from "../../../src/core/booking/index.ts";
import {
  findClient,
  findClientByIdOrPhone,
  hasConsent,
  markReachable,
  registerClient,
  renameClient,
  searchClients,
  setConsent,
} from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";

let lastTelegramId = 50_000;
function newcomer(over: { readonly name?: string; readonly inviteCode?: string } = {}) {
  lastTelegramId += 1;
  return {
    telegramId: lastTelegramId,
    telegramUsername: "anna",
    name: over.name ?? "Анна",
    inviteCode: over.inviteCode,
    pressed: "Согласна",
  };
}
const consentsOf = (clientId: string) =>
  app.db.many(
    sql`SELECT kind, action, pressed, text_version FROM consents WHERE client_id = ${clientId}::uuid`,
  );

describe("a person who agrees to the processing of their data", () => {
  it("becomes a client, and the consent is kept as evidence (PE-1)", async () => {
    const client = granted(await registerClient(app, newcomer({ name: "  Анна \n Петрова " })));
    expect(client).toMatchObject({ name: "Анна Петрова", invitedById: undefined, pointsBalance: 0 });
    expect(await consentsOf(client.id)).toEqual([
      { kind: "personal_data", action: "given", pressed: "Согласна", textVersion: "1" },
    ]);
    expect(await hasConsent(app.db, client.id, "personal_data")).toBe(true);
    expect(await hasConsent(app.db, client.id, "marketing")).toBe(false);
  });

  it("stays the client they are when it comes twice, or ten times at once", async () => {
    const input = newcomer();
    const first = granted(await registerClient(app, input));
    const again = await writingNothing(app, () => registerClient(app, { ...input, name: "Другое имя" }));
    expect(granted(again)).toEqual(first);

    const other = newcomer();
    const all = await Promise.all(Array.from({ length: 10 }, () => registerClient(app, other)));
    expect(new Set(all.map((outcome) => granted(outcome).id)).size).toBe(1);
  });

  it("whose name is no name is a guest; one too long is refused", async () => {
    expect(granted(await registerClient(app, newcomer({ name: " \u0000 " }))).name).toBe("Гость");
    const refusal = await refusedBy(app, () => registerClient(app, newcomer({ name: "я".repeat(61) })));
    expect(refusal).toBe("name_too_long");
  });

  it("is the friend of whoever's link brought them; an unknown link brings nobody (EP-4)", async () => {
    const inviter = await makeClient(app);
    const friend = granted(await registerClient(app, newcomer({ inviteCode: inviter.referralCode })));
    expect(friend.invitedById).toBe(inviter.id);
    expect(
      granted(await registerClient(app, newcomer({ inviteCode: "nobodys" }))).invitedById,
    ).toBeUndefined();
    const again = { ...newcomer({ inviteCode: friend.referralCode }), telegramId: inviter.telegramId ?? 0 };
    expect(granted(await registerClient(app, again)).invitedById).toBeUndefined();
  });

  it("interrupted before the consent was written is no client", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO consents/, (dying) => registerClient(dying, newcomer())),
    );
  });
});

describe("a client's name", () => {
  it("changes to what they typed, tidied; the same twice is the same", async () => {
    const { id: clientId } = await makeClient(app);
    expect(granted(await renameClient(app, { clientId, name: " Мария  Ивановна " })).name).toBe(
      "Мария Ивановна",
    );
    await writingNothing(app, () => renameClient(app, { clientId, name: "Мария Ивановна" }));
    expect((await findClient(app.db, clientId))?.name).toBe("Мария Ивановна");
  });

  it.each([
    ["", "name_empty"],
    ["\n\t", "name_empty"],
    ["я".repeat(61), "name_too_long"],
  ])("is refused as %j: %s", async (name, refusal) => {
    const { id: clientId } = await makeClient(app);
    expect(await refusedBy(app, () => renameClient(app, { clientId, name }))).toBe(refusal);
  });

  it("of nobody is not changed", async () => {
    expect(await refusedBy(app, () => renameClient(app, { clientId: NOBODY, name: "Анна" }))).toBe(
      "unknown_client",
    );
  });

  it("stays when the change is interrupted", async () => {
    const { id: clientId } = await makeClient(app);
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => renameClient(dying, { clientId, name: "Ольга" })),
    );
  });
});

describe("a phone", () => {
  const own = (client: { readonly id: string; readonly telegramId: number | undefined }, phone: string) => ({
    clientId: client.id,
    phone,
    ownerTelegramId: client.telegramId,
    senderTelegramId: client.telegramId ?? 0,
  });

  it("is kept when Telegram vouches for it, and found again in any spelling", async () => {
    const client = await makeClient(app);
    expect(granted(await joinPhone(app, own(client, "8 (900) 123-45-67")))).toEqual({
      phone: "+79001234567",
      isUnited: false,
    });
    const [row] = await app.db.many<{ phoneCheckedAt: Date }>(
      sql`SELECT phone_checked_at FROM clients WHERE id = ${client.id}::uuid`,
    );
    expect(row?.phoneCheckedAt).toEqual(app.clock.now());
    for (const typed of ["+79001234567", "9001234567", client.id])
      expect((await findClientByIdOrPhone(app.db, typed))?.id).toBe(client.id);
    expect(await findClientByIdOrPhone(app.db, "не телефон")).toBeUndefined();
    expect((await searchClients(app.db, { text: "1234567", rowsMax: 5 })).map(({ id }) => id)).toEqual([
      client.id,
    ]);
  });

  it("is searched with whoever is called so exactly first, then who begins so", async () => {
    const called = async (name: string) => {
      const { id } = await makeClient(app);
      await app.db.run(sql`UPDATE clients SET name = ${name} WHERE id = ${id}::uuid`);
      return id;
    };
    const [exact, begins, part] = [
      await called("Лев"),
      await called("Левина Ольга"),
      await called("Ирина Лев_"),
    ];
    const found = await searchClients(app.db, { text: "лев", rowsMax: 9 });
    expect(found.map(({ id }) => id)).toEqual([exact, begins, part]);
  });

  it("may be sent again by the same client", async () => {
    const client = await makeClient(app);
    granted(await joinPhone(app, own(client, "+79005550101")));
    granted(await joinPhone(app, own(client, "+79005550101")));
    expect((await findClient(app.db, client.id))?.phone).toBe("+79005550101");
  });

  it("is refused when it is somebody else's card, unreadable, another client's, or nobody's", async () => {
    const client = await makeClient(app);
    const other = await makeClient(app);
    granted(await joinPhone(app, own(other, "+79005550202")));
    const tries = [
      [{ ...own(client, "+79005550303"), ownerTelegramId: other.telegramId }, "phone_not_own"],
      [{ ...own(client, "+79005550303"), ownerTelegramId: undefined }, "phone_not_own"],
      [own(client, "12"), "phone_unreadable"],
      [own(client, "+79005550202"), "phone_taken"],
      [{ ...own(client, "+79005550303"), clientId: NOBODY }, "unknown_client"],
    ] as const;
    for (const [input, refusal] of tries)
      expect(await refusedBy(app, () => joinPhone(app, input))).toBe(refusal);
  });

  it("goes to one of two clients who send it at once", async () => {
    const two = [await makeClient(app), await makeClient(app)];
    const outcomes = await Promise.all(two.map((client) => joinPhone(app, own(client, "+79005550404"))));
    expect(outcomes.map((one) => (one.ok ? "kept" : one.refusal)).sort()).toEqual(["kept", "phone_taken"]);
  });

  it("is not kept when it is interrupted", async () => {
    const client = await makeClient(app);
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => joinPhone(dying, own(client, "+79005550505"))),
    );
  });
});

describe("a consent", () => {
  it("is given, withdrawn and given again, each kept; the same again adds nothing (PE-1)", async () => {
    const { id: clientId } = await makeClient(app);
    const say = async (action: "given" | "withdrawn") => {
      app.clock.advance(1_000);
      const input = { clientId, kind: "marketing", action, pressed: action } as const;
      const first = granted(await setConsent(app, input));
      expect(granted(await writingNothing(app, () => setConsent(app, input)))).toEqual(first);
      return first.isGiven;
    };
    expect([await say("given"), await say("withdrawn"), await say("given")]).toEqual([true, false, true]);
    expect(await consentsOf(clientId)).toHaveLength(4);
  });

  it("never given is not withdrawn, and nobody's is refused", async () => {
    const { id: clientId } = await makeClient(app);
    const withdrawal = { kind: "marketing", action: "withdrawn", pressed: "Отписаться" } as const;
    expect(await refusedBy(app, () => setConsent(app, { ...withdrawal, clientId }))).toBe("done");
    expect(await refusedBy(app, () => setConsent(app, { ...withdrawal, clientId: NOBODY }))).toBe(
      "unknown_client",
    );
  });

  it("withdrawn in the very moment it was given is withdrawn", async () => {
    for (let time = 0; time < 8; time += 1) {
      const { id: clientId } = await makeClient(app);
      const input = { clientId, kind: "personal_data", action: "withdrawn", pressed: "Отозвать" } as const;
      granted(await setConsent(app, input));
      expect(await hasConsent(app.db, clientId, "personal_data")).toBe(false);
    }
  });

  it("is not kept when it is interrupted", async () => {
    const { id: clientId } = await makeClient(app);
    const input = { clientId, kind: "marketing", action: "given", pressed: "Да" } as const;
    await writingNothing(app, () => interrupted(app, /COMMIT/, (dying) => setConsent(dying, input)));
  });
});

it("a client who blocked the bot is unreachable until they come back", async () => {
  const { id, telegramId = 0 } = await makeClient(app);
  const unreachableAt = async () =>
    (
      await app.db.first<{ at: Date | null }>(
        sql`SELECT unreachable_at AS at FROM clients WHERE id = ${id}::uuid`,
      )
    )?.at;
  await markReachable(app, { telegramId, isReachable: false });
  const since = app.clock.now();
  app.clock.advance(5_000);
  await markReachable(app, { telegramId, isReachable: false });
  expect(await unreachableAt()).toEqual(since);
  await markReachable(app, { telegramId, isReachable: true });
  expect(await unreachableAt()).toBeNull();
});
