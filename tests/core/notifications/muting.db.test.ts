import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  deliverDue,
  enqueueMessage,
  type MessageKind,
  type Messenger,
} from "../../../src/core/notifications/index.ts";
import { addStaff, type StaffRole, setStaffMessages } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { write } from "../../../src/core/runtime/transaction.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
const messenger: Messenger = { deliver: async () => ({ outcome: "sent", telegramMessageId: 1 }) };
let telegramId = 9_100;

async function member(role: StaffRole): Promise<string> {
  telegramId += 1;
  return granted(await addStaff(app, { name: role, role, telegramId, actor: OPERATOR })).id;
}

async function promised(staffId: string, kind: MessageKind): Promise<string> {
  const id = app.newId();
  const now = app.clock.now();
  await write(app.db, (tx) =>
    enqueueMessage(tx, { id, key: `test:${id}`, kind, to: { staffId }, dueAt: now }, now),
  );
  return id;
}

const switchOff = async (staffId: string, ...groups: readonly ("payment" | "new_booking")[]) => {
  const switches = Object.fromEntries(groups.map((group) => [group, false]));
  return setStaffMessages(app, { staffId, switches, actor: OPERATOR });
};

/** What became of a message. */
async function fate(id: string): Promise<unknown> {
  await deliverDue({ ...app, messenger });
  return app.db.first(sql`SELECT state, state_reason FROM outbox WHERE id = ${id}::uuid`);
}
const SENT = { state: "sent", stateReason: null };
const MUTED = { state: "skipped", stateReason: "muted" };

describe("PE-3: a switch of staff's", () => {
  it("works at once: for what was promised before it, not for other groups nor for other people", async () => {
    const [olga, petr] = [await member("owner"), await member("admin")];
    const before = await promised(olga, "staff_new_booking");
    granted(await switchOff(olga, "new_booking"));
    expect(await fate(before)).toEqual(MUTED);
    expect(await fate(await promised(olga, "staff_booking_cancelled"))).toEqual(SENT);
    expect(await fate(await promised(petr, "staff_new_booking"))).toEqual(SENT);
    granted(await setStaffMessages(app, { staffId: olga, switches: { new_booking: true }, actor: OPERATOR }));
    expect(await fate(await promised(olga, "staff_new_booking"))).toEqual(SENT);
  });

  it("PY-5: keeps money that needs a person from the last owner who could hear of it no longer", async () => {
    const [first, second] = [await member("owner"), await member("owner")];
    await app.db.run(sql`
      UPDATE staff SET is_active = id IN (${first}::uuid, ${second}::uuid) WHERE role = 'owner'`);
    granted(await switchOff(first, "payment"));
    expect(await fate(await promised(first, "staff_payment_needs_person"))).toEqual(MUTED);
    await app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${second}::uuid`);
    for (const kind of ["staff_payment_needs_person", "staff_closing_receipt_refused"] as const) {
      expect(await fate(await promised(first, kind))).toEqual(SENT);
    }
  });
});
