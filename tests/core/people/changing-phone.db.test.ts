import { describe, expect, it } from "vitest";
import { joinPhone } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { changePhone, findClient } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeClient } from "../../support/make.ts";
import { cardOf, makeEntered, newPhone } from "../../support/people.ts";

const app = await testApp();

const change = (clientId: string, phone: string) => changePhone(app, { clientId, phone, actor: OPERATOR });
const trailOf = async (clientId: string) =>
  app.db.many<{ action: string; change: unknown }>(
    sql`SELECT action, change FROM audit WHERE subject_id = ${clientId} AND action = 'change_phone'`,
  );

describe("PE-4: staff write down the phone that a client named", () => {
  it("of one who had none, and of one who had another; the trail does not tell the number (PE-2)", async () => {
    const { id } = await makeClient(app);
    const [first, second] = [newPhone(), newPhone()];
    granted(await change(id, first));
    granted(await change(id, `8 ${second.slice(2)}`));
    expect(await findClient(app.db, id)).toMatchObject({ phone: second, phoneCheckedAt: undefined });
    expect(await trailOf(id)).toEqual([
      { action: "change_phone", change: null },
      { action: "change_phone", change: null },
    ]);
  });

  it("the same again changes nothing, and a phone that was checked stays checked", async () => {
    const client = await makeClient(app);
    const phone = newPhone();
    granted(await joinPhone(app, cardOf(client, phone)));
    granted(await change(client.id, phone));
    expect((await findClient(app.db, client.id))?.phoneCheckedAt).toBeDefined();
    expect(await trailOf(client.id)).toEqual([]);
    granted(await change(client.id, newPhone()));
    expect((await findClient(app.db, client.id))?.phoneCheckedAt).toBeUndefined();
  });

  it("another's phone, no phone and nobody's card are refused, and nothing is written", async () => {
    const phone = newPhone();
    await makeEntered(app, phone);
    const { id } = await makeClient(app);
    expect(await change(id, phone)).toMatchObject({ refusal: "phone_of_another" });
    expect(await change(id, "12")).toMatchObject({ refusal: "phone_unreadable" });
    expect(await change(app.newId(), newPhone())).toMatchObject({ refusal: "unknown_client" });
    expect((await findClient(app.db, id))?.phone).toBeUndefined();
    expect(await trailOf(id)).toEqual([]);
  });

  it("of two cards given one phone at once one gets it", async () => {
    const phone = newPhone();
    const cards = await Promise.all([makeClient(app), makeClient(app), makeClient(app)]);
    const outcomes = await Promise.all(cards.map(({ id }) => change(id, phone)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.refusal).toBe("phone_of_another");
  });

  it("a phone that is only written down does not stand in the way of whom Telegram vouches for", async () => {
    const [mistaken, owner, late] = [await makeClient(app), await makeClient(app), await makeClient(app)];
    const phone = newPhone();
    granted(await change(mistaken.id, phone));
    expect(granted(await joinPhone(app, cardOf(owner, phone)))).toEqual({ phone, isUnited: false });
    expect((await findClient(app.db, mistaken.id))?.phone).toBeUndefined();
    expect(await joinPhone(app, cardOf(late, phone))).toMatchObject({ refusal: "phone_taken" });
  });
});
