import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { joinPhone } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, findClient } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { writingNothing } from "../support/footprint.ts";
import { givePoints, makeClient } from "../support/make.ts";
import { bookedByClient, cardOf, makeEntered, newPhone } from "../support/people.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-cli-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("clients export (PE-2)", () => {
  it("prints everything as JSON, or writes a page that nobody else may read", async () => {
    const { id, name } = await makeClient(app);
    const told = await run(["clients", "export", id]);
    expect(JSON.parse(told.out)).toMatchObject({ client: { id, name }, consents: [{ action: "given" }] });

    const page = path.join(folder, "anna.html");
    const written = await run(["clients", "export", id, "--out", page]);
    expect([written.exit, written.out]).toEqual([0, `Данные клиента записаны в ${page}.\n`]);
    expect(readFileSync(page, "utf8")).toContain(`<h1>Ваши данные: ${name}</h1>`);
    expect(statSync(page).mode & 0o077).toBe(0);

    const json = path.join(folder, "anna.json");
    await run(["clients", "export", id, "--out", json, "--json"]);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ client: { id } });
  });

  it("says why a file cannot be written, and who is not known", async () => {
    const { id } = await makeClient(app);
    const nowhere = path.join(folder, "no", "such", "folder.html");
    const failed = await run(["clients", "export", id, "--out", nowhere]);
    expect(failed.exit).toBe(2);
    expect(failed.err).toContain(`--out: дано «${nowhere}», ожидается файл в папке, которая есть.`);
    expect((await run(["clients", "export", "+79990000000"])).err).toContain("Такого клиента нет");
  });
});

describe("clients erase (PE-2)", () => {
  const erase = (who: string, ...more: string[]) =>
    run(["clients", "erase", who, "--reason", "письмо", ...more]);

  it("asks first, then erases, and hides them from the list", async () => {
    const { id, name } = await makeClient(app);
    await givePoints(app, id, 70);
    const asked = await writingNothing(app, () => erase(id));
    expect(asked.exit).toBe(1);
    expect(asked.err).toContain(
      `данные клиента «${name}» будут удалены, сгорит баллов: 70. Ничего не сделано. Если точно удалять, добавьте --yes.`,
    );
    const question = (await run(["clients", "erase", id, "--reason", "письмо"], { answers: "нет" })).err;
    expect(question).toContain(`данные клиента «${name}» будут удалены, сгорит баллов: 70. Продолжить?`);
    const erased = await erase(id, "--yes");
    expect([erased.exit, erased.out]).toEqual([0, "Персональные данные клиента удалены.\n"]);
    expect((await findClient(app.db, id))?.isErased).toBe(true);
    const again = await run(["clients", "erase", id, "--reason", "письмо"], { answers: "нет" });
    expect([again.exit, again.out, again.err]).toEqual([
      ...[0, "Персональные данные этого клиента уже удалены.\n", ""],
    ]);
    expect((await run(["clients", "show", id])).out).toMatch(/Данные +удалены навсегда; визиты и деньги/);
    const { items } = (await run(["clients", "list", "--json"])).json();
    expect(items.some((item) => item.id === (id as never))).toBe(false);
    expect((await run(["clients", "show", id, "--json"])).json()).toMatchObject({
      name: "Удалённый клиент",
      isErased: true,
    });
  });

  it("needs a reason, and refuses while a booking is ahead, saying which", async () => {
    const { id } = await makeClient(app);
    expect((await run(["clients", "erase", id, "--yes"])).exit).toBe(2);
    const { number } = await bookedByClient(app, id);
    const refused = await writingNothing(app, () => erase(id, "--yes"));
    expect(refused.err).toContain(`у клиента есть запись №${number}, начало 24.11.2026 12:00.`);
  });
});

it("a client who became one with another is found by either id (PE-4)", async () => {
  const phone = newPhone();
  const entered = await makeEntered(app, phone);
  const client = await makeClient(app);
  granted(await joinPhone(app, cardOf(client, phone)));
  for (const who of [entered.id, phone])
    expect((await run(["clients", "show", who, "--json"])).json()).toMatchObject({ id: client.id });
});

it("settings history says who changed what from what to what, in words and in JSON", async () => {
  expect((await run(["settings", "history"])).out).toBe("Изменений не было.\n");
  const { id } = granted(
    await addStaff(app, { name: "Ольга", role: "owner", telegramId: 5, actor: OPERATOR }),
  );
  await run(["settings", "set", "hot.prepayment", "700"]);
  app.clock.advance(60_000);
  granted(await changeSetting(app, { key: "hot.prepayment", typed: "650,50", actor: { kind: "staff", id } }));
  await run(["settings", "set", "noShow.blockDays", "9"]);
  const wide = commandLine(app, 200);
  const { out } = await wide(["settings", "history", "hot.prepayment"]);
  const [, newest = "", oldest = ""] = out.replaceAll("\u00a0", " ").split("\n");
  expect(newest).toMatch(/23\.11\.2026 12:01 +hot\.prepayment +700,00 ₽ +650,50 ₽ +Ольга/);
  expect(oldest).toMatch(/500,00 ₽ +700,00 ₽ +оператор/);
  const json = (await run(["settings", "history", "--limit", "1", "--json"])).json();
  expect(json).toMatchObject({
    hasMore: true,
    items: [{ key: "noShow.blockDays", before: 7, after: 9, unit: "days" }],
  });
  expect((await run(["settings", "history", "noShow.blockDay"])).err).toContain(
    "Может быть, noShow.blockDays?",
  );
});
