import { describe, expect, it } from "vitest";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);

describe("clients note", () => {
  it("writes a note down once per --id, and shows what there is", async () => {
    const { id, name } = await makeClient(app);
    expect((await run(["clients", "note", id])).out).toBe(`${name}: заметок нет.\n`);
    const noteId = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const args = ["clients", "note", id, "--add", "аллергия на хну", "--id", noteId];
    for (let times = 0; times < 2; times += 1)
      expect(await run(args)).toMatchObject({ exit: 0, out: `${name}: заметка записана.\n` });
    const shown = await run(["clients", "note", id]);
    expect(shown.out).toContain("аллергия на хну");
    expect(shown.out).toContain("оператор");
    expect((await run(["clients", "note", id, "--json"])).json().items).toMatchObject([
      { id: noteId, text: "аллергия на хну", author: null },
    ]);
  });

  it("refuses an empty one, another under the same --id, and one of nobody", async () => {
    const { id } = await makeClient(app);
    const codeOf = async (args: readonly string[]) =>
      (await run(["clients", "note", ...args, "--json"])).error().code;
    const noteId = app.newId();
    await run(["clients", "note", id, "--add", "раз", "--id", noteId]);
    expect(await codeOf([id, "--add", " "])).toBe("wrong_usage");
    expect(await codeOf([id, "--add", "а".repeat(1_001)])).toBe("note_too_long");
    expect(await codeOf([id, "--add", "два", "--id", noteId])).toBe("note_is_another");
    expect(await codeOf([app.newId(), "--add", "два"])).toBe("unknown_client");
  });
});
