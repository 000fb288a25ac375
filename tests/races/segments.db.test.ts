import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { deleteSegment, findSegment, saveSegment } from "../../src/core/segments/index.ts";
import { testApp } from "../support/app.ts";
import { tally } from "../support/crowd.ts";
import { refusalOf } from "../support/footprint.ts";
import { granted } from "../support/make.ts";

const app = await testApp();
const rounds = Array.from({ length: 8 }, (_, round) => round);
const TEN = Array.from({ length: 10 }, (_, n) => n);
const VIP = { fact: "vip", op: "is", value: true };

const trailOf = async (segmentId: string) => {
  const rows = await app.db.many<{ action: string }>(
    sql`SELECT action FROM audit WHERE subject_id = ${segmentId} ORDER BY id`,
  );
  return rows.map(({ action }) => action);
};

describe("segments at one moment (MS-3)", () => {
  it("of ten people who take one name exactly one gets it", async () => {
    for (const round of rounds) {
      const save = () =>
        saveSegment(app, { segmentId: app.newId(), name: `Имя ${round}`, definition: VIP, actor: OPERATOR });
      const outcomes = await Promise.all(TEN.map(save));
      expect(tally(outcomes.map(refusalOf))).toEqual({ done: 1, segment_name_taken: 9 });
    }
  });

  it("one form sent ten times makes one segment and one line in the trail", async () => {
    for (const round of rounds) {
      const form = { segmentId: app.newId(), name: `Форма ${round}`, definition: VIP, actor: OPERATOR };
      const saved = (await Promise.all(TEN.map(() => saveSegment(app, form)))).map(granted);
      expect(new Set(saved.map(({ createdAt }) => createdAt.getTime())).size).toBe(1);
      expect(await trailOf(form.segmentId)).toEqual(["add_segment"]);
    }
  });

  it("one that a row begins to use while it is deleted is either gone or used, never both", async () => {
    await app.db.run(
      sql`CREATE TABLE uses_segment (segment_id uuid NOT NULL REFERENCES segments (id) ON DELETE RESTRICT)`,
    );
    for (const round of rounds) {
      const form = { segmentId: app.newId(), name: `Нужна ${round}`, definition: VIP, actor: OPERATOR };
      const { id } = granted(await saveSegment(app, form));
      const [deleted, used] = await Promise.all([
        deleteSegment(app, { segmentId: id, actor: OPERATOR }).then(refusalOf),
        app.db.run(sql`INSERT INTO uses_segment VALUES (${id}::uuid)`).catch(() => 0),
      ]);
      expect([deleted, used]).toEqual(deleted === "done" ? ["done", 0] : ["segment_in_use", 1]);
      expect((await findSegment(app.db, id)) === undefined).toBe(deleted === "done");
    }
  });
});
