import { verify } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  type AddStaffInput,
  addStaff,
  findStaffByTelegram,
  listStaff,
  signIn,
} from "../../../src/core/people/index.ts";
import { NOBODYS_HASH, PASSWORD_HASHING } from "../../../src/core/people/password.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";
const PASSWORD = "совершенно-секретно";

let people = 0;
function person(over: Partial<AddStaffInput> = {}): AddStaffInput {
  people += 1;
  return {
    name: "Ольга",
    role: "admin",
    email: `olga${people}@example.test`,
    password: PASSWORD,
    actor: OPERATOR,
    ...over,
  };
}

describe("a member of staff", () => {
  it("is added with a password that is nowhere to be read, and the trail says who did it", async () => {
    const member = granted(await addStaff(app, person({ email: " Olga@Example.TEST ", telegramId: 9_001 })));
    expect(member).toMatchObject({
      role: "admin",
      email: "olga@example.test",
      isActive: true,
      telegramId: 9_001,
    });
    const kept = await app.db.first<{ passwordHash: string }>(
      sql`SELECT password_hash FROM staff WHERE id = ${member.id}::uuid`,
    );
    expect(kept?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const trail = await app.db.many(
      sql`SELECT actor_kind, action FROM audit WHERE subject_id = ${member.id}`,
    );
    expect(trail).toEqual([{ actorKind: "operator", action: "add_staff" }]);
    expect((await findStaffByTelegram(app.db, 9_001))?.id).toBe(member.id);
    expect((await listStaff(app.db)).map(({ id }) => id)).toContain(member.id);
  });

  it("is refused with words for what is wrong", async () => {
    const taken = person({ telegramId: 9_002 });
    granted(await addStaff(app, taken));
    const tries: readonly (readonly [Partial<AddStaffInput>, string])[] = [
      [{ name: " " }, "name_empty"],
      [{ name: "о".repeat(61) }, "name_too_long"],
      [{ email: "не почта" }, "email_unreadable"],
      [{ password: "123456789" }, "password_too_short"],
      [{ email: undefined }, "staff_needs_entry"],
      [{ password: undefined }, "staff_needs_entry"],
      [{ role: "specialist" }, "specialist_needed"],
      [{ role: "specialist", specialistId: NOBODY }, "unknown_specialist"],
      [{ email: taken.email?.toUpperCase() }, "email_taken"],
      [{ telegramId: 9_002 }, "telegram_taken"],
    ];
    for (const [over, refusal] of tries)
      expect(await refusedBy(app, () => addStaff(app, person(over)))).toBe(refusal);
  });

  it("who is a specialist needs no panel, only Telegram", async () => {
    const specialist = await makeSpecialist(app, []);
    const over = { role: "specialist", email: undefined, password: undefined, telegramId: 9_003 } as const;
    const member = granted(await addStaff(app, person({ ...over, specialistId: specialist.id })));
    expect(member.specialistId).toBe(specialist.id);
  });

  it("interrupted is nobody", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => addStaff(dying, person())),
    );
  });
});

describe("signing in", () => {
  async function known() {
    const { email = "" } = granted(await addStaff(app, person()));
    people += 1;
    const address = `10.0.0.${people}`;
    return {
      email,
      address,
      right: { email, address, password: PASSWORD },
      wrong: { email, address, password: "не тот" },
    };
  }

  it("lets the right password in, in any case of the e-mail", async () => {
    const { right } = await known();
    expect(granted(await signIn(app, right)).email).toBe(right.email);
    expect(granted(await signIn(app, { ...right, email: ` ${right.email.toUpperCase()} ` })).email).toBe(
      right.email,
    );
  });

  it("refuses a wrong password, an unknown account, one without a password and one that is no longer active alike", async () => {
    const { right, wrong } = await known();
    expect(refusalOf(await signIn(app, wrong))).toBe("wrong_credentials");
    expect(refusalOf(await signIn(app, { ...right, email: "nobody@example.test" }))).toBe(
      "wrong_credentials",
    );
    await app.db.run(sql`UPDATE staff SET is_active = false WHERE email = ${right.email}`);
    expect(refusalOf(await signIn(app, right))).toBe("wrong_credentials");
    await app.db.run(
      sql`UPDATE staff SET is_active = true, password_hash = NULL WHERE email = ${right.email}`,
    );
    expect(refusalOf(await signIn(app, right))).toBe("wrong_credentials");
  });

  it("takes the same work for an unknown account: a real hash of nobody's password, of the same cost", async () => {
    await expect(verify(NOBODYS_HASH, PASSWORD)).resolves.toBe(false);
    const { memoryCost, timeCost, parallelism } = PASSWORD_HASHING;
    expect(NOBODYS_HASH).toContain(`$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
  });

  it("is closed for a quarter of an hour after five failures, for the right password too", async () => {
    const { right, wrong } = await known();
    for (let time = 0; time < 5; time += 1)
      expect(refusalOf(await signIn(app, wrong))).toBe("wrong_credentials");
    const refused = await writingNothing(app, () => signIn(app, right));
    const retryAt = new Date(app.clock.now().getTime() + 15 * 60_000);
    expect(refused).toMatchObject({ refusal: "too_many_attempts", detail: { retryAt } });

    app.clock.advance(15 * 60_000 - 1);
    expect(refusalOf(await signIn(app, right))).toBe("too_many_attempts");
    app.clock.advance(1);
    expect(refusalOf(await signIn(app, right))).toBe("done");
  });

  it("counts anew after a success", async () => {
    const { right, wrong } = await known();
    for (let time = 0; time < 4; time += 1) await signIn(app, wrong);
    app.clock.advance(1_000);
    expect(refusalOf(await signIn(app, right))).toBe("done");
    app.clock.advance(1_000);
    for (let time = 0; time < 4; time += 1)
      expect(refusalOf(await signIn(app, wrong))).toBe("wrong_credentials");
    expect(refusalOf(await signIn(app, right))).toBe("done");
  });

  it("from one address is closed after thirty failures, whatever the accounts; other addresses stay open", async () => {
    const { right, address } = await known();
    for (let time = 0; time < 30; time += 1)
      expect(refusalOf(await signIn(app, { email: `a${time}@example.test`, password: "x", address }))).toBe(
        "wrong_credentials",
      );
    expect(refusalOf(await signIn(app, right))).toBe("too_many_attempts");
    expect(refusalOf(await signIn(app, { ...right, address: "10.9.9.9" }))).toBe("done");
  });

  it("tried fifty times at once is looked at five times", async () => {
    const { wrong } = await known();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => signIn(app, wrong)));
    expect(outcomes.filter((one) => refusalOf(one) === "wrong_credentials")).toHaveLength(5);
    expect(outcomes.filter((one) => refusalOf(one) === "too_many_attempts")).toHaveLength(45);
  });
});
