import { afterEach, expect, it } from "vitest";
import { listFreeStarts, listHotStarts } from "../../src/core/booking/index.ts";
import { addService, listServices, listSpecialists } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { signIn } from "../../src/core/people/index.ts";
import { raw, sql } from "../../src/core/runtime/sql.ts";
import { loadDemo } from "../../src/demo.ts";
import { START, testApp } from "../support/app.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const OWNER = { email: "owner@example.ru", password: "десять знаков" };

afterEach(async () => {
  app.clock.set(START);
  for (const table of ["slots", "specialist_services", "staff", "specialists", "services", "settings"]) {
    await app.db.run(sql`DELETE FROM ${raw(table)}`);
  }
});

const slotCount = async (): Promise<number> =>
  (await app.db.first<{ count: number }>(sql`SELECT count(*) AS count FROM slots`))?.count ?? 0;

it("fills an empty database, and refuses the one it has filled", async () => {
  const loaded = await run(["demo", "load", "--json"]);
  expect(loaded).toMatchObject({ exit: 0, err: "" });
  const counts = loaded.json() as unknown as Record<string, number>;
  expect(counts).toEqual({ specialists: 2, services: 4, slots: await slotCount() });
  expect(counts.slots).toBeGreaterThan(200);
  const again = await run(["demo", "load"]);
  expect(again).toMatchObject({ exit: 1, out: "" });
  expect(again.err).toBe(
    "В базе уже есть данные, а демонстрационные можно загрузить только в пустую базу: дайте другой DATA_DIR.\n",
  );
});

it("has a service of each kind and policy, and starts for each of them", async () => {
  granted(await loadDemo(app));
  const services = await listServices(app.db, { onlyBookable: true });
  expect(new Set(services.map(({ kind }) => kind))).toEqual(new Set(["in_person", "online"]));
  expect(new Set(services.map(({ policy }) => policy))).toEqual(new Set(["full", "prepay", "onSite"]));
  for (const service of services) {
    const { starts } = granted(
      await listFreeStarts(app, { serviceId: service.id, day: localDay("2026-11-26") }),
    );
    expect(starts.length, service.name).toBeGreaterThan(2);
  }
});

it("has hot windows whatever the hour of the day it is loaded at", async () => {
  app.clock.set("2026-11-23T20:59:00Z");
  granted(await loadDemo(app));
  // Without a gateway hot windows are not offered (PY-2); this one is never asked.
  const payments = {} as NonNullable<typeof app.payments>;
  expect((await listHotStarts({ ...app, payments }, { rowsMax: 50, offset: 0 })).length).toBeGreaterThan(3);
});

it("makes the owner's login when it is given, and refuses a bad one before anything else", async () => {
  const short = await loadDemo(app, { owner: { ...OWNER, password: "мало" } });
  expect(short).toMatchObject({ ok: false, refusal: "password_too_short" });
  expect(await slotCount()).toBe(0);
  const flags = ["demo", "load", "--owner-email", OWNER.email, "--password-stdin"];
  expect((await run(flags, { input: OWNER.password })).out).toContain("Владелец      owner@example.ru");
  expect((await signIn(app, { ...OWNER, address: "127.0.0.1" })).ok).toBe(true);
});

it("refuses a database with somebody's own service in it, and leaves it as it is", async () => {
  const own = { name: "Стрижка", kind: "in_person", durationMinutes: 30, policy: "onSite" } as const;
  granted(await addService(app, { ...own, price: kopecks(100), prepayment: kopecks(0), actor: OPERATOR }));
  expect(await loadDemo(app)).toMatchObject({ ok: false, refusal: "database_not_empty" });
  expect(await listSpecialists(app.db)).toEqual([]);
});

it("completes a demo that was cut off in the middle", async () => {
  let calls = 0;
  const dying = {
    ...app,
    newId: () => {
      calls += 1;
      if (calls > 3) throw new Error("killed");
      return app.newId();
    },
  };
  await expect(loadDemo(dying)).rejects.toThrow("killed");
  granted(await loadDemo(app));
  expect([(await listServices(app.db)).length, (await listSpecialists(app.db)).length]).toEqual([4, 2]);
});

it("two loads at once make one demo", async () => {
  const both = await Promise.all([loadDemo(app), loadDemo(app)]);
  expect(both.some(({ ok }) => ok)).toBe(true);
  expect([(await listServices(app.db)).length, (await listSpecialists(app.db)).length]).toEqual([4, 2]);
});
