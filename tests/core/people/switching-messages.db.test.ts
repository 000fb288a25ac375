import { describe, expect, it } from "vitest";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  addStaff,
  findStaff,
  type StaffMessageSwitches,
  setStaffMessages,
} from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { granted, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
let telegramId = 9_000;
async function member(role: "owner" | "admin" | "specialist"): Promise<string> {
  telegramId += 1;
  const specialistId = role === "specialist" ? (await makeSpecialist(app)).id : undefined;
  const added = await addStaff(app, {
    ...{ name: `${role} ${telegramId}`, role, telegramId, specialistId },
    actor: OPERATOR,
  });
  return granted(added).id;
}
const [olga, petr, anna] = [await member("owner"), await member("admin"), await member("specialist")];
const mutedOf = async (staffId: string) => (await findStaff(app.db, staffId))?.mutedMessages;
const by = (id: string): Actor => ({ kind: "staff", id });
const set = (staffId: string, switches: StaffMessageSwitches, actor: Actor = by(staffId)) =>
  setStaffMessages(app, { staffId, switches, actor });

describe("PE-3: staff switch what the bot writes to them", () => {
  it("off and on again, each leaves a line in the journal, and everything else stays", async () => {
    granted(await set(anna, { tip: false, move: false }));
    expect(await mutedOf(anna)).toEqual(["move", "tip"]);
    granted(await set(anna, { move: true }));
    expect(await mutedOf(anna)).toEqual(["tip"]);
    const lines = await app.db.many(sql`
      SELECT actor_id, subject_id, change FROM audit WHERE action = 'set_staff_messages' ORDER BY id`);
    expect(lines).toEqual([
      { actorId: anna, subjectId: anna, change: { move: false, tip: false } },
      { actorId: anna, subjectId: anna, change: { move: true } },
    ]);
  });

  it("the same again writes nothing", async () => {
    granted(await set(anna, { tip: false }));
    await writingNothing(app, async () => granted(await set(anna, { tip: false, new_booking: true })));
  });

  it("an owner and the operator switch anybody's", async () => {
    granted(await set(anna, { cancellation: false }, by(olga)));
    granted(await set(anna, { cancellation: true }, OPERATOR));
    expect(await mutedOf(anna)).toEqual(["tip"]);
  });

  it.each([
    ["not_your_messages", () => set(anna, { tip: true }, by(petr))],
    ["not_your_messages", () => set(olga, { tip: false }, by(anna))],
    ["not_your_messages", () => set(anna, { tip: true }, { kind: "client", id: anna })],
    ["unknown_staff", () => set(app.newId(), { tip: true }, OPERATOR)],
    ["message_not_for_role", () => set(anna, { payment: false })],
    ["owner_must_hear", () => set(olga, { payment: false, tip: false })],
  ])("refuses with %s and writes nothing", async (refusal, attempt) => {
    await writingNothing(app, async () => expect(await attempt()).toMatchObject({ ok: false, refusal }));
  });
});

describe("PY-5: somebody always hears of money that needs a person", () => {
  it("an administrator is free, one of two owners too, and then the other is not", async () => {
    granted(await set(petr, { payment: false }));
    const second = await member("owner");
    granted(await set(second, { payment: false }));
    expect(await set(olga, { payment: false })).toMatchObject({ ok: false, refusal: "owner_must_hear" });
    granted(await set(second, { payment: true }));
    granted(await set(olga, { payment: false }));
    granted(await set(olga, { payment: true }));
  });

  it("an owner whom Telegram does not reach counts for nobody", async () => {
    await app.db.run(sql`UPDATE staff SET telegram_id = NULL, email = 'x@x.test', password_hash = 'x'
      WHERE role = 'owner' AND id <> ${olga}::uuid`);
    expect(await set(olga, { payment: false })).toMatchObject({ ok: false, refusal: "owner_must_hear" });
  });

  it("of two owners who switch it off at the same moment one stays", async () => {
    for (let round = 0; round < 10; round += 1) {
      const pair = [await member("owner"), await member("owner")];
      await app.db.run(sql`UPDATE staff SET is_active = id = ANY(${pair}::uuid[]) WHERE role = 'owner'`);
      const outcomes = await Promise.all(pair.map((id) => set(id, { payment: false })));
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });
});
