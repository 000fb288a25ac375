import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import {
  deleteSegment,
  describeDefinition,
  EVERYBODY,
  findSegment,
  findSegmentByName,
  findSegmentNames,
  listSegments,
  saveSegment,
} from "../../../src/core/segments/index.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeService } from "../../support/make.ts";

const app = await testApp();
const VIP = { fact: "vip", op: "is", value: true } as const;

const save = (over: Partial<Parameters<typeof saveSegment>[1]> = {}) =>
  saveSegment(app, { segmentId: app.newId(), name: "Важные", definition: VIP, actor: OPERATOR, ...over });

const written = async () => {
  const row = await app.db.first<{ segments: number; trail: number }>(sql`
    SELECT (SELECT count(*) FROM segments) AS segments, (SELECT count(*) FROM audit WHERE subject_kind = 'segment') AS trail`);
  return row;
};

describe("saving a segment (MS-3)", () => {
  it("keeps it under its name, found whatever the case", async () => {
    const segment = granted(await save({ name: " Тихие  гости " }));
    expect(segment).toMatchObject({ name: "Тихие гости", definition: VIP, createdAt: app.clock.now() });
    expect(await findSegment(app.db, segment.id)).toEqual(segment);
    expect(await findSegmentByName(app.db, "тихие ГОСТИ")).toEqual(segment);
    expect((await listSegments(app.db)).map(({ name }) => name)).toContain("Тихие гости");
  });

  it("changes a known one, and writes the same twice once", async () => {
    const segmentId = app.newId();
    const first = granted(await save({ segmentId, name: "Переменчивые" }));
    app.clock.advance(60_000);
    const before = await written();
    expect(granted(await save({ segmentId, name: "Переменчивые" }))).toEqual(first);
    expect(await written()).toEqual(before);
    const changed = granted(await save({ segmentId, name: "Переменчивые", definition: { not: VIP } }));
    expect(changed).toMatchObject({
      createdAt: first.createdAt,
      updatedAt: app.clock.now(),
      definition: { not: VIP },
    });
  });

  it("refuses what cannot be, and writes nothing", async () => {
    granted(await save({ name: "Занято" }));
    const before = await written();
    const nobody = "00000000-0000-4000-8000-00000000dead";
    const about = (fact: string, id: string) => ({ fact, op: "anyOf", value: [id] });
    const refusals = [
      await save({ name: " " }),
      await save({ name: "а".repeat(61) }),
      await save({ name: "ЗАНЯТО" }),
      await save({ definition: { any: [] } }),
      await save({ name: "Никто", definition: about("serviceVisited", nobody) }),
      await save({ name: "Никто", definition: about("specialistBooked", nobody) }),
    ].map((outcome) => (outcome.ok ? "granted" : outcome.refusal));
    const expected = [
      "segment_name_empty",
      "segment_name_too_long",
      "segment_name_taken",
      "bad_segment",
      "bad_segment",
    ];
    expect(refusals).toEqual([...expected, "bad_segment"]);
    expect(await written()).toEqual(before);
  });

  it("takes a service that is no longer offered: old visits are of it", async () => {
    const { id } = await makeService(app);
    await app.db.run(sql`UPDATE services SET is_active = false WHERE id = ${id}::uuid`);
    granted(await save({ name: "Старое", definition: { fact: "serviceVisited", op: "anyOf", value: [id] } }));
  });
});

describe("interrupted (MS-3)", () => {
  it.each([/^\s*INSERT INTO segments/, /^\s*INSERT INTO audit/, /^COMMIT/])(
    "before %s saving leaves nothing, and saves when it is done again",
    async (statement) => {
      const input = {
        segmentId: app.newId(),
        name: `Прервано ${statement.source}`,
        definition: VIP,
        actor: OPERATOR,
      };
      await writingNothing(app, () => interrupted(app, statement, (dying) => saveSegment(dying, input)));
      granted(await saveSegment(app, input));
    },
  );

  it("before the end of deleting, the segment stays", async () => {
    const { id } = granted(await save({ name: "Живучие" }));
    const remove = (dying: typeof app) => deleteSegment(dying, { segmentId: id, actor: OPERATOR });
    await writingNothing(app, () => interrupted(app, /^COMMIT/, remove));
    granted(await remove(app));
  });
});

describe("deleting a segment (MS-3, MS-4)", () => {
  it("takes it away once", async () => {
    const { id } = granted(await save({ name: "Лишние" }));
    granted(await deleteSegment(app, { segmentId: id, actor: OPERATOR }));
    expect(await findSegment(app.db, id)).toBeUndefined();
    expect(await deleteSegment(app, { segmentId: id, actor: OPERATOR })).toMatchObject({
      refusal: "unknown_segment",
    });
  });

  it("is refused while a row or the setting of hot windows refers to it", async () => {
    const used = granted(await save({ name: "Нужные" }));
    const named = granted(await save({ name: "Названные" }));
    await app.db.run(
      sql`CREATE TABLE uses_segment (segment_id uuid REFERENCES segments (id) ON DELETE RESTRICT)`,
    );
    await app.db.run(sql`INSERT INTO uses_segment VALUES (${used.id}::uuid)`);
    await app.db.run(sql`
      INSERT INTO settings (key, value, updated_at) VALUES ('hot.segments', ${JSON.stringify([named.id])}::jsonb, now())`);
    const before = await written();
    for (const segmentId of [used.id, named.id, named.id.toUpperCase()]) {
      expect(await deleteSegment(app, { segmentId, actor: OPERATOR })).toMatchObject({
        refusal: "segment_in_use",
      });
    }
    expect(await written()).toEqual(before);
  });
});

describe("the segments to begin with (MS-3)", () => {
  it("are there and can be said in words", async () => {
    const segments = await listSegments(app.db);
    const names = segments.map(({ name }) => name);
    const regulars = segments.find(({ name }) => name === "Постоянные (5+ визитов)");
    const words = describeDefinition(regulars?.definition ?? EVERYBODY, await findSegmentNames(app.db));
    expect(words).toBe("визитов не меньше 5");
    for (const name of [
      ...["Без будущей записи", "Давно не были (60 дней)", "Именинники недели"],
      ...["Постоянные (5+ визитов)", "Новые (1 визит)"],
    ])
      expect(names).toContain(name);
  });
});
