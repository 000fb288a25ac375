import { expect, it } from "vitest";
import { findClient, setEmail } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
const trailOf = (clientId: string) =>
  app.db.many(sql`SELECT action, change FROM audit WHERE subject_id = ${clientId} AND action = 'set_email'`);

it("PY-6: an e-mail is kept as it was read, and the trail says that it was set, not what it is", async () => {
  const { id } = await makeClient(app);
  const kept = granted(await setEmail(app, { clientId: id, email: " Anna@Example.RU " }));
  expect(kept.email).toBe("Anna@example.ru");
  expect((await findClient(app.db, id))?.email).toBe("Anna@example.ru");
  expect(await trailOf(id)).toHaveLength(1);
  expect(JSON.stringify(await trailOf(id))).not.toContain("@");
});

it("PY-6: the same e-mail again changes nothing, another one takes its place", async () => {
  const { id } = await makeClient(app);
  granted(await setEmail(app, { clientId: id, email: "anna@example.ru" }));
  await writingNothing(app, async () =>
    granted(await setEmail(app, { clientId: id, email: "anna@EXAMPLE.ru" })),
  );
  granted(await setEmail(app, { clientId: id, email: "vera@example.ru" }));
  expect((await findClient(app.db, id))?.email).toBe("vera@example.ru");
});

it("PY-6: what is no e-mail, or nobody's, is refused and nothing written", async () => {
  const { id } = await makeClient(app);
  expect(await refusedBy(app, () => setEmail(app, { clientId: id, email: "anna" }))).toBe("email_unreadable");
  const nobody = { clientId: app.newId(), email: "anna@example.ru" };
  expect(await refusedBy(app, () => setEmail(app, nobody))).toBe("unknown_client");
});

it("PY-6: interrupted, it leaves the one there was", async () => {
  const { id } = await makeClient(app);
  await interrupted(app, /INSERT INTO audit/, (dying) =>
    setEmail(dying, { clientId: id, email: "anna@example.ru" }),
  );
  expect((await findClient(app.db, id))?.email).toBeUndefined();
  expect(await trailOf(id)).toEqual([]);
});

it("PY-6: taken away, it is gone, and once more changes nothing", async () => {
  const { id } = await makeClient(app);
  granted(await setEmail(app, { clientId: id, email: "anna@example.ru" }));
  expect(granted(await setEmail(app, { clientId: id, email: undefined })).email).toBeUndefined();
  expect((await findClient(app.db, id))?.email).toBeUndefined();
  expect(await trailOf(id)).toHaveLength(2);
  await writingNothing(app, async () => granted(await setEmail(app, { clientId: id, email: undefined })));
});
