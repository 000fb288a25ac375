import { expect, it } from "vitest";
import { AUDIT_ACTION_WORDS, AUDIT_SUBJECT_WORDS } from "../../src/core/audit/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { adjustPoints } from "../../src/core/loyalty/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeBooking } from "../support/hold.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app, 200);
const { client } = await makeBooking(app);

it("EP-5: the journal says who did what to whom, and why; a program reads the codes, too", async () => {
  const adjusted = {
    entryId: app.newId(),
    clientId: client.id,
    points: 70,
    reason: "В подарок",
    actor: OPERATOR,
  };
  granted(await adjustPoints(app, adjusted));
  const { out } = await run(["audit", "list"]);
  expect(out).toMatch(new RegExp(`оператор +изменил баллы +клиент: ${client.name} +В подарок`));
  expect((await run(["audit", "list", "--limit", "1", "--json"])).json()).toMatchObject({
    items: [
      {
        ...{ actorKind: "operator", actorId: null, actorName: "оператор", action: "adjust_points" },
        ...{ subjectKind: "client", subjectId: client.id, reason: "В подарок", change: { points: 70 } },
      },
    ],
  });
});

it("lists the days that are asked for, and says so when nothing was done in them", async () => {
  expect((await run(["audit", "list", "--to", "2000-01-01"])).out).toBe("В журнале ничего не найдено.\n");
  const wrong = await run(["audit", "list", "--from", "2026-12-02", "--to", "2026-12-01"]);
  expect(wrong.exit).toBe(2);
});

it("has words for all that was written down", async () => {
  const rows = await app.db.many<{ action: string; subjectKind: string }>(
    sql`SELECT DISTINCT action, subject_kind FROM audit`,
  );
  expect(
    rows.filter((row) => !(row.action in AUDIT_ACTION_WORDS && row.subjectKind in AUDIT_SUBJECT_WORDS)),
  ).toEqual([]);
});
