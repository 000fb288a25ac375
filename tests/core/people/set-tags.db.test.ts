import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { changeTags, findTags, listTags, setTags } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { eraseByClient } from "../../support/known-client.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();

const trailOf = (clientId: string) =>
  app.db.many(sql`
    SELECT action, change FROM audit WHERE subject_id = ${clientId} AND action = 'set_tags' ORDER BY id`);

describe("a client's tags (MS-3)", () => {
  it("are set in their one form, and the trail says how many came and went, not which", async () => {
    const { id } = await makeClient(app);
    const set = await setTags(app, { clientId: id, tags: ["Утро", "VIP", "утро"], actor: OPERATOR });
    expect(granted(set)).toEqual(["утро", "vip"]);
    granted(await setTags(app, { clientId: id, tags: ["vip", "кофе"], actor: OPERATOR }));
    expect(await findTags(app.db, id)).toEqual(["vip", "кофе"]);
    expect(await trailOf(id)).toEqual([
      { action: "set_tags", change: { added: 2, removed: 0 } },
      { action: "set_tags", change: { added: 1, removed: 1 } },
    ]);
  });

  it("are added and taken away, whatever the spelling; done again it is no change", async () => {
    const { id } = await makeClient(app);
    const change = { clientId: id, add: ["Постоянная", "утро"], remove: ["Вечер"], actor: OPERATOR };
    granted(await setTags(app, { clientId: id, tags: ["вечер"], actor: OPERATOR }));
    expect(granted(await changeTags(app, change))).toEqual(["постоянная", "утро"]);
    expect(granted(await changeTags(app, change))).toEqual(["постоянная", "утро"]);
    expect(await trailOf(id)).toHaveLength(2);
  });

  it("are refused too long, too many, or of nobody, and nothing is written", async () => {
    const { id } = await makeClient(app);
    const tags = Array.from({ length: 21 }, (_, n) => `${n}`);
    const refusals = [
      await setTags(app, { clientId: id, tags, actor: OPERATOR }),
      await setTags(app, { clientId: id, tags: ["а".repeat(31)], actor: OPERATOR }),
      await setTags(app, { clientId: app.newId(), tags: ["утро"], actor: OPERATOR }),
    ].map((outcome) => (outcome.ok ? "granted" : outcome.refusal));
    expect(refusals).toEqual(["tags_too_many", "tag_too_long", "unknown_client"]);
    expect(await findTags(app.db, id)).toEqual([]);
    expect(await trailOf(id)).toEqual([]);
  });

  it("stay as they were when the process dies before the end", async () => {
    const { id } = await makeClient(app);
    const set = (dying: typeof app) => setTags(dying, { clientId: id, tags: ["утро"], actor: OPERATOR });
    await writingNothing(app, () => interrupted(app, /^COMMIT/, set));
    granted(await set(app));
  });

  it("are not given to an erased client (PE-2)", async () => {
    const { id } = await makeClient(app);
    granted(await eraseByClient(app, id));
    const set = await setTags(app, { clientId: id, tags: ["утро"], actor: OPERATOR });
    expect(set).toMatchObject({ refusal: "unknown_client" });
  });

  it("of two people at once lose none of the other's", async () => {
    const { id } = await makeClient(app);
    const add = (tag: string) => changeTags(app, { clientId: id, add: [tag], remove: [], actor: OPERATOR });
    await Promise.all(["а", "б", "в", "г"].map(add));
    expect((await findTags(app.db, id)).toSorted()).toEqual(["а", "б", "в", "г"]);
  });

  it("are listed, the most usual first", async () => {
    for (const tags of [["частая", "редкая"], ["частая"]]) {
      const { id } = await makeClient(app);
      granted(await setTags(app, { clientId: id, tags, actor: OPERATOR }));
    }
    const listed = await listTags(app.db, 100);
    expect(listed.indexOf("частая")).toBeLessThan(listed.indexOf("редкая"));
    expect(await listTags(app.db, 1)).toHaveLength(1);
  });
});
