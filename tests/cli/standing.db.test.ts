import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, findBlock, findClient, findStaffByTelegram } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const blockOf = (clientId: string) => findBlock(app.db, clientId, app.clock.now());

describe("CX-4: clients block, unblock, vip", () => {
  it("CX-4: block for days or until lifted, with a reason, once per --id", async () => {
    const { id, name } = await makeClient(app);
    expect(await run(["clients", "block", id])).toMatchObject({ exit: 2 });
    expect(await run(["clients", "block", id, "--reason", " "])).toMatchObject({ exit: 2 });
    expect(await run(["clients", "block", id, "--reason", "так", "--days", "0"])).toMatchObject({ exit: 2 });
    const blockId = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const args = ["clients", "block", id, "--days", "7", "--reason", "грубит", "--id", blockId];
    const first = await run(args);
    expect(first).toMatchObject({
      exit: 0,
      out: `${name}: клиент заблокирован до 30.11.2026 12:00, причина: грубит.\n`,
    });
    app.clock.advance(60_000);
    expect((await run(args)).out).toBe(first.out);
    expect(await run([...args, "--days", "8"])).toMatchObject({ exit: 1 });
    const other = await makeClient(app);
    const taken = await run(["clients", "block", other.id, "--reason", "так", "--id", blockId, "--json"]);
    expect(taken.error().code).toBe("block_is_another");
  });

  it("CX-4: unblock says whether there was anything to lift", async () => {
    const { id, name } = await makeClient(app);
    const { out } = await run(["clients", "block", id, "--reason", "грубит"]);
    expect(out).toContain("клиент заблокирован, пока не снимете, причина: грубит.");
    const lift = () => run(["clients", "unblock", id, "--reason", "извинился"]);
    expect((await lift()).out).toBe(`${name}: блокировка снята.\n`);
    expect((await lift()).out).toBe(`${name}: клиент не заблокирован: снимать нечего.\n`);
    expect(await blockOf(id)).toBeUndefined();
  });

  it("CX-4: vip lets free and protects, --off ends it", async () => {
    const { id } = await makeClient(app);
    await run(["clients", "block", id, "--reason", "грубит"]);
    expect(await run(["clients", "vip", id])).toMatchObject({ exit: 0 });
    expect(await blockOf(id)).toBeUndefined();
    expect(await run(["clients", "block", id, "--reason", "грубит"])).toMatchObject({ exit: 1 });
    expect((await run(["clients", "vip", id, "--off", "--json"])).json()).toEqual({
      clientId: id,
      isVip: false,
    });
    expect((await findClient(app.db, id))?.isVip).toBe(false);
    expect((await run(["clients", "vip", id, "--on", "--json"])).json()).toEqual({
      clientId: id,
      isVip: true,
    });
    expect(await run(["clients", "vip", id, "--on", "--off"])).toMatchObject({
      exit: 2,
      err: expect.stringContaining("Флаги --on и --off вместе не бывают."),
    });
  });

  it("an unknown client is refused in words", async () => {
    for (const args of [
      ["block", "+79009999999", "--reason", "так"],
      ["unblock", "+79009999999", "--reason", "так"],
      ["vip", "+79009999999"],
    ])
      expect((await run(["clients", ...args])).err).toMatch(/^Такого клиента нет: \+79009999999/);
  });
});

describe("PE-3: staff link", () => {
  it("PE-3: links by name or e-mail, parts, and refuses what would leave nobody a way in", async () => {
    const password = "correct horse battery";
    const email = "olga@example.test";
    granted(await addStaff(app, { name: "Ольга", role: "owner", email, password, actor: OPERATOR }));
    expect(await run(["staff", "link", "ольга", "--telegram-id", "77"])).toMatchObject({
      exit: 0,
      out: "Ольга: Telegram связан. Свой день сотрудник увидит в боте по команде /today.\n",
    });
    expect((await findStaffByTelegram(app.db, 77))?.email).toBe(email);
    expect(await run(["staff", "link", email, "--off"])).toMatchObject({ exit: 0 });
    expect(await findStaffByTelegram(app.db, 77)).toBeUndefined();
    granted(await addStaff(app, { name: "Ольга", role: "admin", telegramId: 78, actor: OPERATOR }));
    expect((await run(["staff", "link", "Ольга", "--off", "--json"])).error().code).toBe("ambiguous_staff");
    expect((await run(["staff", "link", "Никто", "--off", "--json"])).error().code).toBe("unknown_staff");
    expect(await run(["staff", "link", email])).toMatchObject({ exit: 2 });
  });
});
