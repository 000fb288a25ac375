import { setTimeout as sleep } from "node:timers/promises";
import type { Update } from "grammy/types";
import { afterEach, describe, expect, it } from "vitest";
import { createClaims } from "../../src/bot/claims.ts";
import { nextOffset } from "../../src/bot/inbox.ts";
import { handleInbox, type InboxWorker, purgeInbox, receiveUpdate } from "../../src/bot/index.ts";
import { DAY_MS } from "../../src/core/kernel/instant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";

const app = await testApp();
let serial = 0;

const update = (person: number, text = "привет"): Update => {
  serial += 1;
  const from = { id: person, is_bot: false, first_name: "Анна" };
  const chat = { id: person, type: "private" as const, first_name: "Анна" };
  return { update_id: serial, message: { message_id: serial, date: 1, chat, from, text } };
};
const textOf = (one: Update): string => one.message?.text ?? "";

const rowOf = (updateId: number) =>
  app.db.first<{ handledAt: Date | null; attempts: number; failure: string | null }>(
    sql`SELECT handled_at, attempts, failure FROM inbox WHERE update_id = ${updateId}`,
  );

const workers: InboxWorker[] = [];
function worker(handle: (update: Update) => Promise<void>, apologise = async () => {}): InboxWorker {
  const made = handleInbox(app, { handle, apologise });
  workers.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(workers.splice(0).map((one) => one.stop()));
});

/** Resolves when told to: for holding a handler where a test wants it. */
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe("one person's updates", () => {
  it("are handled in order, however they arrive and however long each takes", async () => {
    const seen: string[] = [];
    const one = worker(async (given) => {
      await sleep(textOf(given) === "1" ? 30 : 1);
      seen.push(textOf(given));
    });
    const updates = ["1", "2", "3", "4"].map((text) => update(1, text));
    await one.accept([updates[1], updates[0]].filter((given) => given !== undefined));
    await one.accept([updates[3], updates[2]].filter((given) => given !== undefined));
    await one.idle();
    expect(seen).toEqual(["1", "2", "3", "4"]);
  });

  it("do not make another person wait", async () => {
    const { open, opened } = gate();
    const answered = gate();
    const one = worker(async (given) => (textOf(given) === "slow" ? opened : answered.open()));
    await one.accept([update(2, "slow"), update(3, "quick")]);
    await answered.opened;
    open();
    await one.idle();
  });
});

describe("an update", () => {
  it("that is delivered twice is handled once", async () => {
    let times = 0;
    const one = worker(async () => {
      times += 1;
    });
    const given = update(4);
    await Promise.all(
      [one.accept([given]), one.accept([given]), one.accept([given, given])].map((p) =>
        p.catch(() => undefined),
      ),
    );
    await one.idle();
    await one.accept([given]);
    await one.idle();
    expect(times).toBe(1);
    expect((await rowOf(given.update_id))?.handledAt).toEqual(app.clock.now());
  });

  it("that was written down by a process that died is handled by the next one", async () => {
    const given = update(5);
    expect(await receiveUpdate(app, given)).toBe(true);
    expect(await receiveUpdate(app, given)).toBe(false);
    const { open, opened } = gate();
    worker(async () => open());
    await opened;
  });

  it("that another process is handling is left to it", async () => {
    const claims = createClaims(app);
    const given = update(6);
    await receiveUpdate(app, given);
    expect(await claims.take(6)).toMatchObject({ updateId: given.update_id, attempts: 1 });

    let times = 0;
    const one = worker(async () => {
      times += 1;
    });
    await one.accept([update(6)]);
    await one.idle();
    expect(times).toBe(0);
    expect(await claims.finish(6, { updateId: given.update_id })).toBe(true);
    await claims.close();
    await one.accept([update(6)]);
    await one.idle();
    expect(times).toBe(2);
  });

  it("whose process dies while handling it is free at once", async () => {
    const dying = createClaims(app);
    const given = update(7);
    await receiveUpdate(app, given);
    await dying.take(7);
    await dying.close();
    const next = createClaims(app);
    await expect.poll(() => next.take(7)).toMatchObject({ updateId: given.update_id, attempts: 2 });
    await next.finish(7, { updateId: given.update_id });
    await next.close();
  });

  it("that fails three times is given up with an apology, and the next one is handled", async () => {
    const sorry: number[] = [];
    const seen: string[] = [];
    const one = worker(
      async (given) => {
        if (textOf(given) === "poison") throw new Error("broken");
        seen.push(textOf(given));
      },
      async (...given: Update[]) => {
        sorry.push(given[0]?.update_id ?? 0);
      },
    );
    const poison = update(8, "poison");
    await one.accept([poison, update(8, "fine")]);
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["fine"]);
    expect(await rowOf(poison.update_id)).toMatchObject({ attempts: 3, failure: "Error: broken" });
    expect(sorry).toEqual([poison.update_id]);
  });

  it("of no use is kept as handled, so that Telegram's offset moves past it", async () => {
    serial += 1;
    const poll = { update_id: serial, poll: {} } as unknown as Update;
    const one = worker(async () => expect.unreachable());
    await one.accept([poll]);
    await one.idle();
    expect(await nextOffset(app)).toBe(serial + 1);
  });
});

it("a connection that breaks is opened anew, and nothing stays behind", async () => {
  const seen: string[] = [];
  const one = worker(async (given) => {
    seen.push(textOf(given));
  });
  await one.accept([update(20, "before")]);
  await one.idle();
  await app.db.many(sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  const later = update(20, "after");
  await expect
    .poll(() =>
      one.accept([later]).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["before", "after"]);
});

describe("two processes", () => {
  it("let go of a person only after what they did is marked", async () => {
    // The mark of an update is a row's change: whoever makes it holds the person still.
    await app.db.run(sql`
      CREATE FUNCTION held_still() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE key bigint := hashtextextended('inbox:' || new.person_id, 0);
      BEGIN
        PERFORM FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted
          AND classid::bigint = key >> 32 & 4294967295 AND objid::bigint = key & 4294967295;
        IF NOT found THEN RAISE EXCEPTION 'nobody holds %', new.person_id; END IF;
        RETURN new;
      END $$`);
    await app.db.run(sql`
      CREATE TRIGGER held_still BEFORE UPDATE OF handled_at ON inbox FOR EACH ROW EXECUTE FUNCTION held_still()`);
    const claims = createClaims(app);
    const [one, two] = [update(501), update(502)];
    for (const given of [one, two]) await receiveUpdate(app, given);
    expect(await Promise.all([claims.take(501), claims.take(502)])).toMatchObject([
      { attempts: 1 },
      { attempts: 1 },
    ]);
    await Promise.all([
      claims.finish(501, { updateId: one.update_id }),
      claims.finish(502, { updateId: two.update_id }),
    ]);
    await claims.close();
    for (const given of [one, two]) expect((await rowOf(given.update_id))?.handledAt).not.toBeNull();
    await app.db.run(sql`DROP FUNCTION held_still CASCADE`);
  });

  it("handle each of 300 updates of 30 people once and in order", async () => {
    const seen = new Map<number, string[]>();
    const handle = async (given: Update) => {
      const person = given.message?.from?.id ?? 0;
      seen.set(person, [...(seen.get(person) ?? []), textOf(given)]);
      await sleep(1);
    };
    const [one, two] = [worker(handle), worker(handle)];
    const updates = Array.from({ length: 300 }, (_, index) => update(100 + (index % 30), String(index)));
    for (const [index, given] of updates.entries()) await (index % 2 === 0 ? one : two).accept([given]);
    await expect
      .poll(
        async () =>
          (
            await app.db.first<{ left: number }>(
              sql`SELECT count(*) AS left FROM inbox WHERE handled_at IS NULL`,
            )
          )?.left,
        { timeout: 20_000 },
      )
      .toBe(0);
    for (const [person, texts] of seen) {
      expect(texts).toEqual(Array.from({ length: 10 }, (_, round) => String(round * 30 + person - 100)));
    }
    expect(seen.size).toBe(30);
  });
});

it("stopping lets what is running end, and takes nothing more", async () => {
  const { open, opened } = gate();
  const begun = gate();
  const one = worker(async () => {
    begun.open();
    await opened;
  });
  const [first, second] = [update(9), update(9)];
  await one.accept([first, second]);
  await begun.opened;
  const stopped = one.stop();
  open();
  await stopped;
  expect((await rowOf(first.update_id))?.handledAt).not.toBeNull();
  expect((await rowOf(second.update_id))?.handledAt).toBeNull();
});

it("updates older than three days are forgotten", async () => {
  const old = update(10);
  await receiveUpdate(app, old);
  app.clock.advance(3 * DAY_MS + 1);
  const young = update(10);
  await receiveUpdate(app, young);
  expect(await purgeInbox(app)).toBeGreaterThan(0);
  expect(await rowOf(old.update_id)).toBeUndefined();
  expect(await rowOf(young.update_id)).toBeDefined();
});
