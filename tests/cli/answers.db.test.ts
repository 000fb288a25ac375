import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { SECRET_KEY, SHOP_ID } from "../sandbox/yookassa-sandbox.ts";
import { testAppWithBank } from "../support/app.ts";
import { emptyTestDatabase } from "../support/database.ts";
import { ANSWERS } from "./answer-schemas.ts";
import { commandLine } from "./command-line.ts";
import { type Call, callEverything } from "./every-call.ts";
import { verbsOfProgram } from "./program-tree.ts";

const app = await testAppWithBank();
// A restore wants the database for itself: nothing else of this file may look into it.
const fresh = { db: await emptyTestDatabase(), clock: app.clock };
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-answers-test-"));
afterAll(() => rm(folder, { recursive: true }));

const env = {
  YOOKASSA_SHOP_ID: SHOP_ID,
  YOOKASSA_SECRET_KEY: SECRET_KEY,
  YOOKASSA_API_URL: `${app.bank.baseUrl}/v3/`,
};
const input = "длинный пароль из слов\n";
const seen = new Map<string, unknown[]>();
const anything = z.record(z.string(), z.unknown());

type Typed = Parameters<ReturnType<typeof commandLine>>[1];

/** A call that has to be answered: 4 says that what was found should not be there, which is an answer, too. */
const asking =
  (on: Parameters<typeof commandLine>[0], typed: Typed) =>
  async ([verb, ...given]: Call) => {
    const answer = await commandLine(on)([...verb.split(" "), ...given, "--json"], typed);
    expect([0, 4], `${verb} ${given.join(" ")}: ${answer.err}`).toContain(answer.exit);
    const json = anything.parse(answer.json());
    seen.set(verb, [...(seen.get(verb) ?? []), json]);
    return json;
  };

const verbs = verbsOfProgram().map(({ name }) => name);

describe("every answer for programs", () => {
  it("has a schema, for every verb of the program and for no other", () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(verbs.toSorted());
  });

  it("is given on a business that has lived", { timeout: 120_000 }, async () => {
    await callEverything(app, folder, asking(app, { env, input }));
    await asking(fresh, { env })(["demo load"]);
    await asking(fresh, { env })(["db restore", path.join(folder, "okoshko.backup"), "--force", "--yes"]);
    const embedded = { DATABASE_URL: "", DATA_DIR: path.join(folder, "stopped") };
    await mkdir(path.join(folder, "stopped", "postgres", "data"), { recursive: true });
    await writeFile(path.join(folder, "stopped", "postgres", "data", "PG_VERSION"), "18\n");
    await asking(fresh, { env: embedded })(["db status"]);
    await asking(fresh, { env: embedded })(["db stop"]);
  });

  it.each(verbs)("%s: is as its schema says, to the field", (verb) => {
    const answers = seen.get(verb) ?? [];
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) {
      ANSWERS[verb]?.parse(answer);
      expect(ANSWERS[verb]?.safeParse({ ...anything.parse(answer), oneMore: 1 }).success).toBe(false);
    }
  });
});
