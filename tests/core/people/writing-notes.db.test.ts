import { describe, expect, it } from "vitest";
import { exportClient, joinPhone } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff, findClient, listNotes, renameClient, writeNote } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { eraseByClient } from "../../support/known-client.ts";
import { granted, makeClient } from "../../support/make.ts";
import { cardOf, makeEntered, newPhone } from "../../support/people.ts";

const app = await testApp();
const olga = granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }));
const STAFF = { kind: "staff", id: olga.id } as const;
const trailOf = (clientId: string, action: string) =>
  app.db.many(sql`
    SELECT actor_id, reason, change FROM audit WHERE subject_id = ${clientId} AND action = ${action} ORDER BY id`);
const textsOf = async (clientId: string) =>
  (await listNotes(app.db, { clientId, rowsMax: 10 })).map(({ text, author }) => [text, author]);

describe("a note of staff about a client", () => {
  it("is kept with its author and its moment; the trail knows who and when, not the words (PE-2)", async () => {
    const { id: clientId } = await makeClient(app);
    const noteId = app.newId();
    granted(await writeNote(app, { noteId, clientId, text: " Любит тишину ", actor: STAFF }));
    app.clock.advance(1_000);
    granted(await writeNote(app, { noteId: app.newId(), clientId, text: "Не звонить", actor: OPERATOR }));
    expect(await textsOf(clientId)).toEqual([
      ["Не звонить", undefined],
      ["Любит тишину", "Ольга"],
    ]);
    expect(await listNotes(app.db, { clientId, rowsMax: 1, offset: 1 })).toHaveLength(1);
    const [first] = await trailOf(clientId, "write_note");
    expect(first).toEqual({ actorId: olga.id, reason: null, change: { noteId } });
  });

  it("is written once per id; with other words under the same id it is refused", async () => {
    const { id: clientId } = await makeClient(app);
    const note = { noteId: app.newId(), clientId, text: "Кофе без сахара", actor: STAFF };
    granted(await writeNote(app, note));
    granted(await writingNothing(app, () => writeNote(app, note)));
    expect(refusalOf(await writeNote(app, { ...note, text: "Чай" }))).toBe("note_is_another");
    const other = await makeClient(app);
    expect(refusalOf(await writeNote(app, { ...note, clientId: other.id }))).toBe("note_is_another");
    expect(await textsOf(clientId)).toHaveLength(1);
    expect(await trailOf(clientId, "write_note")).toHaveLength(1);
  });

  it("by twenty at once under one id is one", async () => {
    const { id: clientId } = await makeClient(app);
    const note = { noteId: app.newId(), clientId, text: "Один раз", actor: STAFF };
    await Promise.all(Array.from({ length: 20 }, () => writeNote(app, note)));
    expect(await textsOf(clientId)).toHaveLength(1);
  });

  it("is refused empty, too long, of nobody and of an erased client, and nothing is written", async () => {
    const { id: clientId } = await makeClient(app);
    const note = { noteId: app.newId(), clientId, actor: STAFF };
    const refusals = await writingNothing(app, async () => [
      refusalOf(await writeNote(app, { ...note, text: " " })),
      refusalOf(await writeNote(app, { ...note, text: "а".repeat(1_001) })),
      refusalOf(await writeNote(app, { ...note, clientId: app.newId(), text: "Кто это" })),
    ]);
    expect(refusals).toEqual(["note_empty", "note_too_long", "unknown_client"]);
    granted(await eraseByClient(app, clientId));
    expect(refusalOf(await writeNote(app, { ...note, text: "Вспомнили" }))).toBe("unknown_client");
  });

  it("is not half written when the process dies before the end", async () => {
    const { id: clientId } = await makeClient(app);
    const note = { noteId: app.newId(), clientId, text: "Обрыв", actor: STAFF };
    await writingNothing(app, () => interrupted(app, /^COMMIT/, (dying) => writeNote(dying, note)));
    granted(await writeNote(app, note));
  });

  it("PE-4: moves to the client who turns out to be the same person", async () => {
    const phone = newPhone();
    const entered = await makeEntered(app, phone);
    const client = await makeClient(app);
    granted(
      await writeNote(app, { noteId: app.newId(), clientId: entered.id, text: "Со слов", actor: STAFF }),
    );
    granted(await joinPhone(app, cardOf(client, phone)));
    expect(await textsOf(client.id)).toEqual([["Со слов", "Ольга"]]);
    expect(await textsOf(entered.id)).toEqual([]);
    const late = { noteId: app.newId(), clientId: entered.id, text: "По старому id", actor: STAFF };
    expect(granted(await writeNote(app, late)).clientId).toBe(client.id);
  });

  it("PE-2: goes with the client's data", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await writeNote(app, { noteId: app.newId(), clientId, text: "Личное", actor: STAFF }));
    granted(await eraseByClient(app, clientId));
    expect(await textsOf(clientId)).toEqual([]);
  });

  it("PE-2: stands in what staff export and not in what the client takes", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await writeNote(app, { noteId: app.newId(), clientId, text: "Между нами", actor: STAFF }));
    expect(granted(await exportClient(app, { clientId, isForStaff: true })).notes).toMatchObject([
      { text: "Между нами" },
    ]);
    expect(JSON.stringify(granted(await exportClient(app, { clientId })))).not.toContain("Между нами");
  });

  it.each(["UPDATE client_notes SET text = 'Другое'", "DELETE FROM client_notes"])(
    "stays as it was written, even for who writes past the program: %s",
    async (statement) => {
      const { id: clientId } = await makeClient(app);
      granted(await writeNote(app, { noteId: app.newId(), clientId, text: "Так и было", actor: STAFF }));
      await expect(app.db.pool.query(statement)).rejects.toThrow("stays as it was written");
    },
  );
});

describe("a client whom staff rename", () => {
  it("has the new name; the trail says who did it and no name, and the same name again leaves no trace", async () => {
    const { id: clientId } = await makeClient(app);
    const rename = { clientId, name: "Анна Ким", actor: STAFF };
    granted(await renameClient(app, rename));
    granted(await renameClient(app, rename));
    expect((await findClient(app.db, clientId))?.name).toBe("Анна Ким");
    expect(await trailOf(clientId, "rename_client")).toEqual([
      { actorId: olga.id, reason: null, change: null },
    ]);
  });

  it("by themselves leaves no trace in the trail", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await renameClient(app, { clientId, name: "Сама" }));
    expect(await trailOf(clientId, "rename_client")).toEqual([]);
  });
});
