import { describe, expect, it } from "vitest";
import type { Actor } from "../../../src/core/kernel/actor.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  addStaff,
  type ChangeStaffInput,
  changeStaff,
  findStaff,
  setStaffMessages,
} from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";

let people = 0;
async function person(role: "owner" | "admin" = "admin", over: { readonly telegramId?: number } = {}) {
  people += 1;
  const email = `person${people}@example.test`;
  const password = "совершенно-секретно";
  return granted(await addStaff(app, { name: "Ольга", role, email, password, actor: OPERATOR, ...over }));
}
const owner = await person("owner");
const by: Actor = { kind: "staff", id: owner.id };
const change = (staffId: string, what: ChangeStaffInput["change"], actor: Actor = by) =>
  changeStaff(app, { staffId, change: what, actor });

const trailOf = (staffId: string) =>
  app.db.many<{ action: string; change: object }>(sql`
    SELECT action, change FROM audit WHERE subject_id = ${staffId} AND action <> 'add_staff' ORDER BY id`);

async function openSession(staffId: string): Promise<void> {
  const sess = { staffId, handle: app.newId(), signedInAtMs: app.clock.now().getTime() };
  await app.db.run(sql`
    INSERT INTO panel_sessions (sid, sess, expire) VALUES (${app.newId()}, ${JSON.stringify(sess)}::json, now() + interval '1 hour')`);
}
const sessionsOf = async (staffId: string) =>
  (await app.db.many(sql`SELECT 1 FROM panel_sessions WHERE sess->>'staffId' = ${staffId}`)).length;

describe("who somebody is here (PE-3)", () => {
  it("is changed by an owner; the trail tells what, without a name or an address", async () => {
    const { id } = await person();
    const { id: specialistId } = await makeSpecialist(app, []);
    const after = granted(
      await change(id, { name: " Анна  Ли ", role: "specialist", specialistId, email: "Anna@Example.test" }),
    );
    expect(after).toMatchObject({
      name: "Анна Ли",
      role: "specialist",
      specialistId,
      email: "anna@example.test",
    });
    const told = {
      hasNewName: true,
      role: ["admin", "specialist"],
      specialistId: [null, specialistId],
      hasNewEmail: true,
    };
    expect(await trailOf(id)).toEqual([{ action: "change_staff", change: told }]);
  });

  it("stays as it is when asked for again, and what is not named stays too", async () => {
    const { id } = await person();
    granted(await change(id, { role: "owner" }));
    await writingNothing(app, async () => granted(await change(id, { role: "owner", name: "Ольга" })));
    granted(await change(id, { role: "admin" }));
  });

  it("is refused with words for what is wrong", async () => {
    const { id } = await person();
    const taken = await person();
    const tries: readonly (readonly [string, ChangeStaffInput["change"], string])[] = [
      [NOBODY, { name: "Анна" }, "unknown_staff"],
      [id, { name: " " }, "name_empty"],
      [id, { name: "о".repeat(61) }, "name_too_long"],
      [id, { role: "specialist" }, "specialist_needed"],
      [id, { role: "specialist", specialistId: NOBODY }, "unknown_specialist"],
      [id, { email: "не почта" }, "email_unreadable"],
      [id, { email: taken.email ?? "" }, "email_taken"],
      [id, { email: null }, "staff_needs_entry"],
    ];
    for (const [staffId, what, refusal] of tries)
      expect(await refusedBy(app, () => change(staffId, what))).toBe(refusal);
  });

  it("is nobody's to change but an owner's and the operator's; a name is one's own", async () => {
    const { id } = await person();
    const self: Actor = { kind: "staff", id };
    const other: Actor = { kind: "staff", id: (await person()).id };
    expect(await refusedBy(app, () => change(id, { role: "owner" }, self))).toBe("owner_only");
    expect(await refusedBy(app, () => change(id, { email: "x@example.test" }, self))).toBe("owner_only");
    expect(await refusedBy(app, () => change(id, { name: "Вера" }, other))).toBe("owner_only");
    expect(granted(await change(id, { name: "Вера" }, self)).name).toBe("Вера");
    expect(granted(await change(id, { role: "owner" }, OPERATOR)).role).toBe("owner");
    granted(await change(id, { isActive: false }, OPERATOR));
    expect(await refusedBy(app, () => change(owner.id, { role: "admin" }, self))).toBe("owner_only");
  });

  it("without an e-mail has no password either, and needs Telegram", async () => {
    const { id } = await person("admin", { telegramId: 8_001 });
    granted(await change(id, { email: null }));
    expect(await findStaff(app.db, id)).toMatchObject({ email: undefined, passwordHash: undefined });
  });

  it("interrupted is as before", async () => {
    const { id } = await person();
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) =>
        changeStaff(dying, { staffId: id, change: { role: "owner" }, actor: by }),
      ),
    );
  });
});

describe("somebody who is put off", () => {
  it("has no session left, and none from before comes back with them", async () => {
    const { id } = await person();
    await openSession(id);
    app.clock.advance(1_000);
    granted(await change(id, { isActive: false }));
    expect(await sessionsOf(id)).toBe(0);
    const member = granted(await change(id, { isActive: true }));
    expect(member.isActive).toBe(true);
    expect(member.sessionsValidFrom).toEqual(app.clock.now());
  });

  it("is not oneself, nor does one take one's own rights", async () => {
    expect(await refusedBy(app, () => change(owner.id, { isActive: false }))).toBe("own_access");
    expect(await refusedBy(app, () => change(owner.id, { role: "admin" }))).toBe("own_access");
  });

  it("leaves an owner who hears of money that waits: the mute is taken off the others (PY-5)", async () => {
    const deaf = await person("owner", { telegramId: 8_010 });
    const hearing = await person("owner", { telegramId: 8_011 });
    granted(await setStaffMessages(app, { staffId: deaf.id, switches: { payment: false }, actor: OPERATOR }));
    granted(await change(hearing.id, { isActive: false }));
    expect((await findStaff(app.db, deaf.id))?.mutedMessages).toEqual([]);
    granted(await change(deaf.id, { isActive: false }));
  });
});

describe("the last owner (PE-3)", () => {
  it("stays one, whoever asks", async () => {
    expect(await refusedBy(app, () => change(owner.id, { role: "admin" }, OPERATOR))).toBe("last_owner");
    expect(await refusedBy(app, () => change(owner.id, { isActive: false }, OPERATOR))).toBe("last_owner");
  });

  it("of two who put each other off at the same moment stays, ten times over", async () => {
    for (let time = 0; time < 10; time += 1) {
      const other = await person("owner");
      const theirs: Actor = { kind: "staff", id: other.id };
      const outcomes = await Promise.all([
        change(owner.id, { isActive: false }, theirs),
        change(other.id, { isActive: false }, by),
      ]);
      expect(outcomes.map(refusalOf).filter((said) => said === "done")).toHaveLength(1);
      const owners = await app.db.many(sql`SELECT 1 FROM staff WHERE role = 'owner' AND is_active`);
      expect(owners).toHaveLength(1);
      await app.db.run(sql`UPDATE staff SET is_active = true WHERE id = ${owner.id}::uuid`);
      await app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${other.id}::uuid`);
    }
  });

  it("stays by the database alone, when two statements that know no rule race", async () => {
    const other = await person("owner");
    const off = (id: string) => app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${id}::uuid`);
    const ends = await Promise.allSettled([off(owner.id), off(other.id)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await app.db.run(sql`UPDATE staff SET is_active = true WHERE id = ${owner.id}::uuid`);
  });
});
