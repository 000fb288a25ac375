import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, findStaff } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const olga = granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }));

it("PE-3: staff messages shows what the bot writes to somebody, and switches it", async () => {
  expect((await run(["staff", "messages", "Ольга"])).out).toMatch(/^Ольга\n.*новые записи +new-booking +да/s);
  const off = await run(["staff", "messages", "Ольга", "--off", "new_booking", "--off", "tip", "--json"]);
  expect(off.json()).toMatchObject({ id: olga.id, hasTelegram: true });
  expect(off.out.match(/"group": ?"\w+",\s*"isOn": ?false/g)).toHaveLength(2);
  await run(["staff", "messages", olga.id, "--on", "tip"]);
  expect((await findStaff(app.db, olga.id))?.mutedMessages).toEqual(["new_booking"]);
});

it.each([
  [["Ольга", "--off", "payment"], 1, "owner_must_hear"],
  [["Никто"], 1, "unknown_staff"],
  [["Ольга", "--off", "weather"], 2, "wrong_usage"],
  [["Ольга", "--off", "tip", "--on", "tip"], 2, "wrong_usage"],
])("PY-5, PE-3: staff messages %j ends with %i, %s", async (argv, exit, code) => {
  const refused = await run(["staff", "messages", ...argv, "--json"]);
  expect([refused.exit, refused.error().code]).toEqual([exit, code]);
});
