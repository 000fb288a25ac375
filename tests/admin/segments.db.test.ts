import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeTags } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { findSegmentByName } from "../../src/core/segments/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeService, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialistId = await makeSpecialist(app, "Мария");
const master = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна Кузнецова");
await makeClient(app, "Борис");
granted(await changeTags(app, { clientId: anna, add: ["утро"], remove: [], actor: OPERATOR }));
const MORNING = { fact: "tags", op: "anyOf", value: ["утро"] };

const onList = async (action: string, body: object, who = admin) =>
  (await who.post(`/admin/api/resources/Segment/actions/${action}`, body)).json;
const onRow = async (id: string, action: string, body: object) =>
  (await admin.post(`/admin/api/resources/Segment/records/${id}/${action}`, body)).json;
const idOf = async (name: string) => (await findSegmentByName(db, name))?.id ?? "";
const asForm = (definition: unknown, name = "Утренние") => ({
  ...{ segmentId: randomUUID(), name, definition: JSON.stringify(definition) },
});

describe("a segment in the panel (MS-3)", () => {
  it("is counted while it is built, and says which condition is not finished", async () => {
    const counted = await onList("addSegment", { definition: JSON.stringify(MORNING), isPreview: "true" });
    expect(counted.counted).toBe("Подходит 1 клиент.");
    const both = await onList("addSegment", { definition: '{"all":[]}', isPreview: "true" });
    expect(both.counted).toBe("Подходят 2 клиента.");
    const unfinished = { all: [MORNING, { fact: "visits", op: "atLeast", value: "" }] };
    const refused = await onList("addSegment", { definition: JSON.stringify(unfinished), isPreview: "true" });
    expect(refused.refused).toEqual({
      field: "definition",
      message:
        "Проверьте условия: в условии № 2 нужно целое число от 0 до 10000. В каждой группе — хотя бы одно условие.",
    });
    const words = await onList("addSegment", { definition: "{", isPreview: "true" });
    expect(words.refused?.field).toBe("definition");
  });

  it("opens as the list of its clients, and so do tags however they are typed", async () => {
    const form = asForm(MORNING, "Списком");
    await onList("addSegment", form);
    const id = await idOf("Списком");
    const { params } = (await admin.get(`/admin/api/resources/Segment/records/${id}/show`)).json.record ?? {};
    expect(params?.ways).toEqual([
      { text: "Все клиенты сегмента", href: `resources/Client?filters.segment=${id}` },
    ]);
    const ids = async (query: string) =>
      (await admin.get(`/admin/api/resources/Client/actions/list?${query}`)).json.records?.map(
        (row) => row.id,
      );
    expect(await ids(`filters.segment=${id}`)).toEqual([anna]);
    expect(await ids(`filters.segment=${randomUUID()}`)).toEqual([]);
    expect((await ids("filters.segment=all"))?.length).toBe(2);
    expect(await ids("filters.tags=%20УТРО")).toEqual([anna]);
    await onRow(id, "deleteSegment", {});
  });

  it("is saved once by one form, shown in words with its clients, changed and deleted", async () => {
    const form = asForm(MORNING);
    expect((await onList("addSegment", form)).notice?.message).toBe("Сегмент «Утренние» сохранён.");
    await onList("addSegment", form);
    const { records } = (await admin.get("/admin/api/resources/Segment/actions/list?perPage=50")).json;
    const listed = records?.filter(({ params }) => params.name === "Утренние") ?? [];
    expect(listed).toHaveLength(1);
    expect(listed[0]?.params).toMatchObject({ conditions: "с меткой «утро»", clients: "1" });

    const id = await idOf("Утренние");
    const other = await idOf("Новые (1 визит)");
    const changed = { ...asForm({ not: MORNING }, "Не утренние"), segmentId: other };
    expect((await onRow(id, "changeSegment", changed)).notice?.type).toBe("success");
    const shown = (await admin.get(`/admin/api/resources/Segment/records/${id}/show`)).json.record?.params;
    expect(shown).toMatchObject({ name: "Не утренние", conditions: "не (с меткой «утро»)", first: "Борис" });
    expect(await idOf("Новые (1 визит)")).toBe(other);

    expect((await onRow(id, "deleteSegment", {})).notice?.message).toBe("Сегмент «Не утренние» удалён.");
    expect(await idOf("Не утренние")).toBe("");
    const trail = await app.db.many(sql`SELECT action FROM audit WHERE subject_id = ${id} ORDER BY id`);
    expect(trail.map((row) => (row as { action: string }).action)).toEqual([
      ...["add_segment", "change_segment", "delete_segment"],
    ]);
  });

  it("offers what conditions are made of", async () => {
    const { form } = (await admin.get("/admin/api/resources/Segment/actions/addSegment")).json;
    const field = form?.fields.find(({ name }) => name === "definition");
    expect(field).toMatchObject({
      value: '{"all":[]}',
      segment: {
        services: [{ label: "Стрижка" }],
        specialists: [{ label: "Мария" }],
        tags: [{ value: "утро", label: "утро" }],
      },
    });
  });

  it.each([
    ["", "name", "Назовите сегмент."],
    ["НОВЫЕ (1 ВИЗИТ)", "name", "Сегмент с таким названием уже есть."],
  ])("is refused under the name %j", async (name, field, message) => {
    expect((await onList("addSegment", asForm(MORNING, name))).refused).toEqual({ field, message });
  });

  it("answers of a client, by a part of the name, in or out and why", async () => {
    await onList(
      "addSegment",
      asForm({ all: [MORNING, { fact: "vip", op: "is", value: true }] }, "Важное утро"),
    );
    const id = await idOf("Важное утро");
    const looked = await onRow(id, "lookUpSegment", { client: "кузнец" });
    expect(looked.counted?.replaceAll("\u00a0", " ").split("\n")).toEqual([
      "Анна Кузнецова: не входит",
      "   ✗ все условия:",
      "      ✓ с меткой «утро» (у клиента «утро»)",
      "      ✗ VIP (обычный клиент)",
    ]);
    expect((await onRow(id, "lookUpSegment", { client: "Никто" })).refused?.field).toBe("client");
    expect((await onRow(id, "lookUpSegment", { client: "" })).refused?.field).toBe("client");
  });

  it("is not a specialist's business (PE-3)", async () => {
    for (const path of ["actions/list", "actions/addSegment"]) {
      expect((await master.get(`/admin/api/resources/Segment/${path}`)).status).toBe(403);
    }
  });
});

describe("a client's tags in the panel (MS-3)", () => {
  const tags = async (body: object) =>
    (await admin.post(`/admin/api/resources/Client/records/${anna}/setTags`, body)).json;

  it("are set by a form that knows those in use, and refused there", async () => {
    const { form } = (await admin.get(`/admin/api/resources/Client/records/${anna}/setTags`)).json;
    expect(form?.fields[0]).toMatchObject({ name: "tags", value: "утро", hint: "Уже есть: утро." });
    expect((await tags({ tags: "Утро, VIP,, vip" })).notice?.message).toBe("Метки: утро, vip.");
    expect((await tags({ tags: "а".repeat(31) })).refused?.field).toBe("tags");
    expect((await tags({ tags: "" })).notice?.message).toBe("Меток больше нет.");
  });
});
