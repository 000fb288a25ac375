import { beforeEach, describe, expect, it } from "vitest";
import {
  announceHotWindows,
  decideHotWindows,
  dryRunBroadcast,
  findBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { makeReader, runOn, switchMarketing, withPost } from "../../support/broadcast.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { hotSalon } from "../../support/hot-windows.ts";
import { granted } from "../../support/make.ts";

const { app, maria, set, hotSlot, announcedAfterFive, slotsIn } = await hotSalon();
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("MS-4: with approval", () => {
  beforeEach(() => set("hot.broadcast", "approve"));
  async function proposed() {
    await makeReader(app);
    const slot = await hotSlot();
    return { slot, broadcast: await announcedAfterFive() };
  }
  const decide = (broadcastId: string, decision: "send" | "drop") =>
    decideHotWindows(app, { broadcastId, decision, actor: OPERATOR });
  const askedOf = (broadcastId: string) =>
    app.db.many<{ staffId: string }>(sql`
      SELECT staff_id FROM outbox WHERE kind = 'staff_hot_windows' AND payload ->> 'broadcastId' = ${broadcastId}`);

  it("staff who run the business are asked once, and nothing goes out before one of them says so", async () => {
    const boss = granted(
      await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }),
    );
    granted(
      await addStaff(app, {
        name: "Маша",
        role: "specialist",
        specialistId: maria.id,
        telegramId: 78,
        actor: OPERATOR,
      }),
    );
    const { broadcast } = await proposed();
    expect(broadcast).toMatchObject({ state: "draft", proposedAt: app.clock.now() });
    expect(await askedOf(broadcast.id)).toEqual([{ staffId: boss.id }]);
    await announceHotWindows(app);
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen.map(({ kind }) => kind)).toEqual(["staff_hot_windows"]);
    expect(granted(await dryRunBroadcast(app, broadcast.id)).recipients).toBe(1);

    granted(await decide(broadcast.id, "send"));
    await runOn(app, post.send);
    expect(post.seen.map(({ kind }) => kind)).toEqual(["staff_hot_windows", "broadcast"]);
    await writingNothing(app, () => decide(broadcast.id, "send"));
    expect(await refusedBy(app, () => decide(broadcast.id, "drop"))).toBe("hot_already_sent");
  });

  it("what is dropped stays so: the first answer counts", async () => {
    const { broadcast } = await proposed();
    granted(await decide(broadcast.id, "drop"));
    await writingNothing(app, () => decide(broadcast.id, "drop"));
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("hot_already_dropped");
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen.filter(({ kind }) => kind === "broadcast")).toEqual([]);
  });

  it("of two who answer differently at one moment the first is heard", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { broadcast } = await proposed();
      const answers = await Promise.all([decide(broadcast.id, "send"), decide(broadcast.id, "drop")]);
      const state = (await findBroadcast(app.db, broadcast.id))?.state;
      expect([
        ["running", "done", "hot_already_sent"],
        ["cancelled", "hot_already_dropped", "done"],
      ]).toContainEqual([state, ...answers.map(refusalOf)]);
      await app.db.run(
        sql`UPDATE broadcasts SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`,
      );
    }
  });

  it("windows that are gone are not announced any more, and the question is dropped", async () => {
    const { broadcast, slot } = await proposed();
    granted(await closeSlot(app, { slotId: slot.id, reason: "занято", actor: OPERATOR }));
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("no_hot_slot_left");
    await announceHotWindows(app);
    expect(await findBroadcast(app.db, broadcast.id)).toMatchObject({ state: "cancelled" });
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("hot_already_dropped");
  });

  it("new windows join those that nobody has answered about: one question stands", async () => {
    const { broadcast, slot } = await proposed();
    const next = await hotSlot();
    const joined = await announcedAfterFive();
    expect(slotsIn(joined)).toEqual([slot.id, next.id]);
    expect(await findBroadcast(app.db, broadcast.id)).toMatchObject({ state: "cancelled" });
  });

  it("is not announced when all who could hear of it heard of another meanwhile: nobody would get it", async () => {
    const { broadcast } = await proposed();
    await app.db.run(sql`
      INSERT INTO broadcasts (id, title, text, kind, segment, state, created_at, started_at, ended_at)
      VALUES (${NOBODY}::uuid, 'Другие окна', 'Окна', 'hot', '{}', 'done', ${app.clock.now()}, ${app.clock.now()}, ${app.clock.now()})`);
    await app.db.run(sql`
      INSERT INTO broadcast_recipients (broadcast_id, client_id, state, outcome, ended_at)
      SELECT ${NOBODY}::uuid, id, 'ended', 'delivered', ${app.clock.now()} FROM clients`);
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("no_recipients");
    await app.db.run(sql`DELETE FROM broadcast_recipients WHERE broadcast_id = ${NOBODY}::uuid`);
    await app.db.run(sql`DELETE FROM broadcasts WHERE id = ${NOBODY}::uuid`);
    granted(await decide(broadcast.id, "send"));
  });

  it("nothing is announced with the switch off, for nobody, or of what was not asked (MS-7)", async () => {
    const { broadcast } = await proposed();
    await switchMarketing(app, "off");
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("marketing_off");
    await switchMarketing(app, "on");
    await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("no_recipients");
    expect(await refusedBy(app, () => decide(NOBODY, "send"))).toBe("unknown_broadcast");
  });
});
