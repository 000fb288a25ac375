import { expect, it } from "vitest";
import { countsUnanswered } from "../../src/admin/unanswered.ts";
import { secondsAfter } from "../../src/core/kernel/instant.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);

it("clients who wait are counted for the menu at most every ten seconds, and for those who answer alone (PE-3)", async () => {
  const ask = async () => {
    const clientId = await makeClient(app, "Вера");
    granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: "Есть ли парковка?" }));
  };
  await ask();
  let now = app.clock.now();
  const unanswered = countsUnanswered({ ...app, clock: { now: () => now } });
  expect(await unanswered()).toBe(1);
  await ask();
  now = secondsAfter(now, 9);
  expect(await unanswered()).toBe(1);
  now = secondsAfter(now, 1);
  expect(await unanswered()).toBe(2);

  const menu = async (person: Parameters<typeof makeStaff>[1]) =>
    (await (await signedIn(url, await makeStaff(app, person))).get("/admin/api/dashboard?part=menu")).json;
  expect(await menu({ role: "admin" })).toEqual({ ClientMessage: 2 });
  const answerer = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const { records } = (await answerer.get("/admin/api/resources/ClientMessage/actions/list")).json;
  const at = `/admin/api/resources/ClientMessage/records/${records?.[0]?.id}/answerMessage`;
  const { notice } = (await answerer.post(at, { messageId: app.newId(), text: "Есть, во дворе." })).json;
  expect(notice?.type).toBe("success");
  expect(await menu({ role: "admin" }), "at once").toEqual({ ClientMessage: 1 });
  const specialistId = await makeSpecialist(app, "Мария");
  expect(await menu({ role: "specialist", specialistId })).toEqual({});
});
