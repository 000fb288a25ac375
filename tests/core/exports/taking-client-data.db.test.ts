import { describe, expect, it } from "vitest";
import { takeClientData } from "../../../src/core/exports/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { writeNote } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
const journal = () =>
  app.db.many(sql`SELECT actor_kind, subject_id FROM audit WHERE action = 'export_client' ORDER BY id`);

describe("taking a client's data away", () => {
  it("stands in the journal, each time, and takes the staff's notes along (PE-2)", async () => {
    const { id } = await makeClient(app);
    granted(
      await writeNote(app, { noteId: app.newId(), clientId: id, text: "Любит тишину", actor: OPERATOR }),
    );
    const { client, notes } = granted(await takeClientData(app, { clientId: id, actor: OPERATOR }));
    expect(client.id).toBe(id);
    expect(notes).toMatchObject([{ text: "Любит тишину" }]);
    granted(await takeClientData(app, { clientId: id, actor: OPERATOR }));
    const line = { actorKind: "operator", subjectId: id };
    expect(await journal()).toEqual([line, line]);
  });

  it("of somebody unknown is refused, and leaves no line", async () => {
    const before = await journal();
    expect(await takeClientData(app, { clientId: app.newId(), actor: OPERATOR })).toMatchObject({
      ok: false,
      refusal: "unknown_client",
    });
    expect(await journal()).toEqual(before);
  });
});
