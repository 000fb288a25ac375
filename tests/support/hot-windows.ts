import { beforeEach, expect } from "vitest";
import {
  announceHotWindows,
  type Broadcast,
  listBroadcasts,
  windowSlotsOf,
} from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testAppWithBank } from "./app.ts";
import { startAfresh } from "./broadcast.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "./make.ts";

/** A salon that announces its hot windows by itself; every test has the slots and the clients it makes, and no other. */
export async function hotSalon() {
  const app = await testAppWithBank();
  const haircut = await makeService(app, { name: "Стрижка" });
  const maria = await makeSpecialist(app, [haircut.id]);

  const set = async (key: string, typed: string) =>
    granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
  const minutes = (count: number) => app.clock.advance(count * 60_000);

  beforeEach(async () => {
    await startAfresh(app);
    await app.db.run(sql`UPDATE slots SET state = 'closed' WHERE booking_id IS NULL`);
    await app.db.run(sql`UPDATE broadcast_recipients SET ended_at = ended_at - interval '30 days'`);
    await set("hot.broadcast", "auto");
    await set("hot.segments", "");
    await set("hot.pauseDays", "1");
  });

  let hour = 0;
  /** A free hot slot of an hour, each an hour after the one before, from tomorrow on. */
  async function hotSlot(over: Partial<Parameters<typeof makeSlot>[1]> = {}) {
    hour += 1;
    const startsAt = new Date(Date.UTC(2026, 10, 24, 6 + (hour % 200))).toISOString();
    return makeSlot(app, { specialistId: maria.id, startsAt, kind: "hot", ...over });
  }
  const hotOnes = async (): Promise<readonly Broadcast[]> => {
    const all = await listBroadcasts(app.db, { rowsMax: 100 });
    return all.filter(({ kind, createdAt }) => kind === "hot" && createdAt >= new Date(START));
  };
  /** Those that this test brought about. */
  const since = async (before: readonly Broadcast[]): Promise<readonly Broadcast[]> => {
    const known = new Set(before.map(({ id }) => id));
    return (await hotOnes()).filter(({ id }) => !known.has(id));
  };
  async function announced(): Promise<readonly Broadcast[]> {
    const before = await hotOnes();
    await announceHotWindows(app);
    return since(before);
  }
  const slotsIn = ({ buttons }: Broadcast) => windowSlotsOf(buttons);
  const only = (all: readonly Broadcast[]): Broadcast => {
    expect(all).toHaveLength(1);
    return present(all[0], "the broadcast");
  };
  /** The clock passes the five minutes, and what is new is announced. */
  async function announcedAfterFive() {
    minutes(5);
    return only(await announced());
  }

  return {
    ...{ app, haircut, maria, set, minutes, hotSlot, hotOnes, since },
    ...{ announced, announcedAfterFive, slotsIn, only },
  };
}
