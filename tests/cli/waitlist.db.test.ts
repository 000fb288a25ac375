import { describe, expect, it } from "vitest";
import { findWaitlistEntry } from "../../src/core/booking/index.ts";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { makeEntered } from "../support/people.ts";
import { makeFullSalon } from "../support/wait.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const { specialist } = await makeFullSalon(app, { name: "Маникюр" });
const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("MS-9: waitlist add, list, remove", () => {
  it("MS-9: adds once per --id, lists who waits longest first, removes with a reason", async () => {
    const client = await makeClient(app);
    expect((await run(["waitlist", "list"])).out).toBe("Никто не ждёт.\n");
    const args = ["waitlist", "add", "--client", client.id, "--service", "маник", "--from", "2026-11-24"];
    const added = await run([
      ...args,
      "--to",
      "2026-11-29",
      "--days",
      "sat,sun",
      "--hours",
      "17:00-21:00",
      "--id",
      ID,
    ]);
    expect(added).toMatchObject({
      exit: 0,
      out: `${client.name}: в листе ожидания, Маникюр, 28.11–29.11, 17:00–21:00. Клиент узнает от бота.\n`,
    });
    expect(await run([...args, "--id", ID])).toMatchObject({ exit: 0 });
    app.clock.advance(1_000);
    expect((await run([...args, "--specialist", specialist.name, "--json"])).json()).toMatchObject({
      clientId: client.id,
      specialistId: specialist.id,
      days: ["2026-11-24"],
      fromMinute: 0,
      toMinute: 1440,
      state: "waiting",
      endedAt: null,
    });
    const { out } = await run(["waitlist", "list", "--service", "Маникюр"]);
    expect(out).toMatch(/Ждёт с\s+Клиент\s+Услуга/);
    expect(out.indexOf("28.11")).toBeLessThan(out.indexOf("24.11"));
    expect(out).toContain("0f8fad5b");
    expect(out).not.toContain(ID);

    expect(await run(["waitlist", "remove", ID])).toMatchObject({ exit: 2 });
    expect(await run(["waitlist", "remove", ID, "--yes", "--reason", " "])).toMatchObject({ exit: 2 });
    const removed = await run(["waitlist", "remove", ID, "--yes", "--reason", "мастер в отпуске"]);
    expect(removed.out).toBe(`${client.name}: больше не ждёт, Маникюр, 28.11–29.11, 17:00–21:00.\n`);
    expect(await findWaitlistEntry(app.db, ID)).toMatchObject({ state: "left", note: "мастер в отпуске" });
    const open = (await run(["waitlist", "list", "--client", client.id, "--json"])).json();
    expect(open.items).toHaveLength(1);
    const all = (await run(["waitlist", "list", "--client", client.id, "--all", "--json"])).json();
    expect(all.items).toHaveLength(2);
  });

  it("MS-9: refuses in words, and a wrong call by its exit code", async () => {
    const client = await makeClient(app);
    const entered = await makeEntered(app);
    const add = (who: string, ...rest: readonly string[]) =>
      run(["waitlist", "add", "--client", who, "--service", "Маникюр", ...rest]);
    expect((await add(entered.id, "--from", "2026-11-24")).err).toContain("Бот не может написать клиенту");
    expect((await add(client.id, "--from", "2026-11-20")).err).toContain("уже прошли");
    expect((await add(client.id, "--from", "2026-11-24", "--to", "2027-03-01")).err).toContain(
      "Слишком далеко",
    );
    expect(await add(client.id, "--from", "2026-11-24", "--to", "2026-11-23")).toMatchObject({ exit: 2 });
    expect(await add(client.id)).toMatchObject({ exit: 2 });
    expect((await add("+79009999999", "--from", "2026-11-24", "--json")).error().code).toBe("unknown_client");
    const other = "1f8fad5b-d9cb-469f-a165-70867728950e";
    expect(
      (await run(["waitlist", "remove", other, "--yes", "--reason", "так", "--json"])).error().code,
    ).toBe("unknown_wait");
  });
});
