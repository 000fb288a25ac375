import { describe, expect, it } from "vitest";
import type { Actor } from "../../../src/core/kernel/actor.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  addStaff,
  endPanelSessions,
  findStaff,
  listPanelSessions,
  resetPassword,
  setOwnPassword,
  signIn,
} from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
const PRESENT = "совершенно-секретно";
const WANTED = "ещё более секретно";
const NOBODY = "00000000-0000-4000-8000-000000000000";

let people = 0;
async function person(role: "owner" | "admin" = "admin") {
  people += 1;
  const email = `person${people}@example.test`;
  const { id } = granted(
    await addStaff(app, { name: "Ольга", role, email, password: PRESENT, actor: OPERATOR }),
  );
  app.clock.advance(1_000);
  return { id, email, by: { kind: "staff", id } as const satisfies Actor };
}
const owner = await person("owner");

const enter = (email: string, password: string) =>
  signIn(app, { email, password, address: `10.1.0.${people % 250}` });
const setOwn = (
  staffId: string,
  over: { present?: string | undefined; wanted?: string; session?: string } = {},
) => setOwnPassword(app, { staffId, present: PRESENT, wanted: WANTED, session: undefined, ...over });

async function openSession(staffId: string, at = app.clock.now()): Promise<string> {
  const handle = app.newId();
  const sess = {
    staffId,
    handle,
    signedInAtMs: at.getTime(),
    device: "Chrome, Windows",
    address: "10.0.0.7",
  };
  await app.db.run(sql`
    INSERT INTO panel_sessions (sid, sess, expire)
    VALUES (${app.newId()}, ${JSON.stringify(sess)}::json, (now() + interval '11 hours') AT TIME ZONE 'UTC')`);
  return handle;
}
const open = async (staffId: string) =>
  (await listPanelSessions(app.db, app.clock.now(), staffId)).map(({ id }) => id);
const actionsOf = (staffId: string) =>
  app.db.many<{ actorKind: string; action: string }>(sql`
    SELECT actor_kind, action FROM audit WHERE subject_id = ${staffId} AND action <> 'add_staff' ORDER BY id`);

describe("one's own password (PE-3)", () => {
  it("is changed by whoever knows the present one; that session goes on, the others end, the old one opens nothing", async () => {
    const { id, email } = await person();
    const here = await openSession(id);
    await openSession(id);
    app.clock.advance(1_000);
    granted(await setOwn(id, { session: here }));
    expect(await open(id)).toEqual([here]);
    expect(refusalOf(await enter(email, PRESENT))).toBe("wrong_credentials");
    expect(refusalOf(await enter(email, WANTED))).toBe("done");
    expect((await actionsOf(id)).map(({ action }) => action)).toEqual([
      "change_password",
      "fail_sign_in",
      "sign_in",
    ]);
  });

  it("ends a session that was being opened by the old one at that moment", async () => {
    const { id } = await person();
    const begunBefore = app.clock.now();
    app.clock.advance(1_000);
    granted(await setOwn(id));
    await openSession(id, begunBefore);
    expect(await open(id)).toEqual([]);
  });

  it("is refused with words, and nothing but a wrong try is written down", async () => {
    const { id, email } = await person();
    expect(await refusedBy(app, () => setOwn(id, { wanted: "коротко" }))).toBe("password_too_short");
    expect(await refusedBy(app, () => setOwn(id, { wanted: "а".repeat(10) }))).toBe("password_too_plain");
    expect(await refusedBy(app, () => setOwn(id, { wanted: email }))).toBe("password_too_plain");
    expect(await refusedBy(app, () => setOwn(id, { wanted: PRESENT }))).toBe("password_same");
    expect(await refusedBy(app, () => setOwn(NOBODY))).toBe("unknown_staff");
    expect(await refusedBy(app, () => setOwn(id, { present: undefined }))).toBe("password_wrong");
    expect(refusalOf(await setOwn(id, { present: "не тот" }))).toBe("password_wrong");
    expect(refusalOf(await enter(email, PRESENT))).toBe("done");
  });

  it("is not guessed at an open panel: five wrong answers close it, and signing in too", async () => {
    const { id, email } = await person();
    for (let time = 0; time < 5; time += 1)
      expect(refusalOf(await setOwn(id, { present: `не тот ${time}` }))).toBe("password_wrong");
    expect(await refusedBy(app, () => setOwn(id))).toBe("too_many_attempts");
    expect(refusalOf(await enter(email, PRESENT))).toBe("too_many_attempts");
  });

  it("interrupted is the old one", async () => {
    const { id, email } = await person();
    await interrupted(app, /INSERT INTO audit/, (dying) =>
      setOwnPassword(dying, { staffId: id, present: PRESENT, wanted: WANTED, session: undefined }),
    );
    expect(refusalOf(await enter(email, PRESENT))).toBe("done");
  });

  it("changed by two at once is one of the two", async () => {
    const { id, email } = await person();
    const wanted = ["первый новый пароль", "второй новый пароль"];
    const outcomes = await Promise.all(wanted.map((one) => setOwn(id, { wanted: one })));
    const won = outcomes.flatMap((outcome, index) => (outcome.ok ? [wanted[index] ?? ""] : []));
    expect(won).toHaveLength(1);
    expect(refusalOf(await enter(email, won[0] ?? ""))).toBe("done");
  });
});

describe("a one-time password (PE-3)", () => {
  const reset = (staffId: string, actor: Actor = owner.by) => resetPassword(app, { staffId, actor });

  it("opens the panel once more for somebody locked out; the old password and the sessions are over", async () => {
    const { id, email } = await person();
    await openSession(id);
    for (let time = 0; time < 5; time += 1) await enter(email, "не тот");
    expect(refusalOf(await enter(email, PRESENT))).toBe("too_many_attempts");
    app.clock.advance(1_000);
    const { password, until } = granted(await reset(id));
    expect(await open(id)).toEqual([]);
    expect(refusalOf(await enter(email, PRESENT))).toBe("wrong_credentials");
    const member = granted(await enter(email, password));
    expect(member.oneTimeUntil).toEqual(until);
    granted(
      await setOwnPassword(app, { staffId: id, present: undefined, wanted: WANTED, session: undefined }),
    );
    expect((await findStaff(app.db, id))?.oneTimeUntil).toBeUndefined();
    expect(refusalOf(await enter(email, password))).toBe("wrong_credentials");
    const told = JSON.stringify(await app.db.many(sql`SELECT * FROM audit`));
    expect(told).not.toContain(password);
  });

  it("is not kept as one's own: that would be no choice", async () => {
    const { id } = await person();
    const { password } = granted(await reset(id));
    const choose = () =>
      setOwnPassword(app, { staffId: id, present: undefined, wanted: password, session: undefined });
    expect(await refusedBy(app, choose)).toBe("password_same");
  });

  it("is good to the last moment of its three days and no longer", async () => {
    const { id, email } = await person();
    const { password, until } = granted(await reset(id));
    app.clock.set(new Date(until.getTime() - 1));
    expect(refusalOf(await enter(email, password))).toBe("done");
    app.clock.set(until);
    expect(refusalOf(await enter(email, password))).toBe("password_expired");
  });

  it("is given by owners and the operator, to others than oneself, who have an e-mail and work here", async () => {
    const { id, by } = await person();
    expect(await refusedBy(app, () => reset(id, by))).toBe("owner_only");
    expect(await refusedBy(app, () => reset(owner.id))).toBe("own_password");
    expect(await refusedBy(app, () => reset(NOBODY))).toBe("unknown_staff");
    const { id: tapping } = granted(
      await addStaff(app, { name: "Вера", role: "admin", telegramId: 77_001, actor: OPERATOR }),
    );
    expect(await refusedBy(app, () => reset(tapping))).toBe("email_missing");
    await app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${id}::uuid`);
    expect(await refusedBy(app, () => reset(id))).toBe("staff_off");
    expect(refusalOf(await reset(owner.id, OPERATOR))).toBe("done");
  });

  it("given twice is the second one alone", async () => {
    const { id, email } = await person();
    const [first, second] = [granted(await reset(id, OPERATOR)), granted(await reset(id, OPERATOR))];
    expect(refusalOf(await enter(email, first.password))).toBe("wrong_credentials");
    expect(refusalOf(await enter(email, second.password))).toBe("done");
  });

  it("comes with a new member of staff when they have an e-mail alone", async () => {
    const input = { name: "Нина", role: "admin", email: "nina@example.test", actor: OPERATOR } as const;
    const { oneTime } = granted(await addStaff(app, { ...input, hasOneTimePassword: true }));
    expect(granted(await enter(input.email, oneTime?.password ?? "")).oneTimeUntil).toEqual(oneTime?.until);
  });
});

describe("signing in leaves a trace", () => {
  it("of who came in and when, of failures, and of the one that closed the way", async () => {
    const { id, email } = await person();
    expect(granted(await enter(email, PRESENT)).lastSignInAt).toEqual(app.clock.now());
    app.clock.advance(1_000);
    for (let time = 0; time < 6; time += 1) await enter(email, "не тот");
    expect(await actionsOf(id)).toEqual([
      { actorKind: "staff", action: "sign_in" },
      ...Array.from({ length: 4 }, () => ({ actorKind: "system", action: "fail_sign_in" })),
      { actorKind: "system", action: "lock_sign_in" },
    ]);
  });

  it("and a stranger's guesses at accounts that there are not leave none", async () => {
    const count = () => app.db.first(sql`SELECT count(*) AS lines FROM audit`);
    const before = await count();
    await enter("nobody@example.test", PRESENT);
    expect(await count()).toEqual(before);
  });

  it("and addresses older than a month are forgotten at the next one", async () => {
    const { email } = await person();
    await enter(email, PRESENT);
    app.clock.advance(31 * 86_400_000);
    await enter((await person()).email, PRESENT);
    const kept = await app.db.many(sql`SELECT 1 FROM login_attempts WHERE account = ${email}`);
    expect(kept).toEqual([]);
  });
});

describe("sessions (PE-3)", () => {
  it("say by what their owner knows them, and not what opens them", async () => {
    const { id } = await person();
    const handle = await openSession(id);
    const [session] = await listPanelSessions(app.db, app.clock.now(), id);
    expect(session).toMatchObject({
      id: handle,
      staffId: id,
      device: "Chrome, Windows",
      address: "10.0.0.7",
    });
    expect(session?.openedAt).toEqual(app.clock.now());
    const seenMinutesAgo = (app.clock.now().getTime() - (session?.lastSeenAt.getTime() ?? 0)) / 60_000;
    expect(Math.round(seenMinutesAgo)).toBe(60);
    expect(Object.keys(session ?? {}).sort()).toEqual([
      "address",
      "device",
      "id",
      "lastSeenAt",
      "openedAt",
      "staffId",
    ]);
  });

  it("are ended one by one, or all but one; again is nothing more", async () => {
    const { id, by } = await person();
    const [one, two, three] = [await openSession(id), await openSession(id), await openSession(id)];
    const end = (which: Parameters<typeof endPanelSessions>[1]["which"]) =>
      endPanelSessions(app, { staffId: id, which, actor: by });
    expect(granted(await end({ only: one }))).toBe(1);
    expect(granted(await end({ allBut: two }))).toBe(1);
    expect(await open(id)).toEqual([two]);
    await writingNothing(app, async () => {
      expect(granted(await end({ only: three }))).toBe(0);
      expect(granted(await end({ allBut: two }))).toBe(0);
    });
  });

  it("of somebody else are an owner's to end, and nobody's by naming oneself", async () => {
    const [anna, vera] = [await person(), await person()];
    const theirs = await openSession(anna.id);
    const end = (staffId: string, actor: Actor) =>
      endPanelSessions(app, { staffId, which: { only: theirs }, actor });
    expect(await refusedBy(app, () => end(anna.id, vera.by))).toBe("owner_only");
    expect(granted(await end(vera.id, vera.by))).toBe(0);
    expect(await open(anna.id)).toEqual([theirs]);
    expect(granted(await end(anna.id, owner.by))).toBe(1);
  });
});
