import { describe, expect, it } from "vitest";
import { recordOnSpot } from "../../src/core/booking/index.ts";
import { findSlot } from "../../src/core/calendar/index.ts";
import { addExport } from "../../src/core/exports/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { findIdsByBegin, type IdKind } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { bookedByStaff } from "../support/people.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const line = commandLine(app);
const run = (...argv: readonly string[]) => line(argv);
const EIGHT = "0f8fad5b";
const ONE = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OTHER = "0f8fad5b-d9cc-469f-a165-70867728950e";
const NOBODY = "ffffffff";

const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const client = await makeClient(app);

/** Told of two that begin alike, in whatever column of the terminal the words are broken. */
const AMBIGUOUS = `На «${EIGHT}» начинается несколько id: ${ONE}, ${OTHER}. Дайте нужный целиком или больше его знаков.`;

describe("the first eight characters of an id do for the whole", () => {
  it("of a slot: shown by the list, taken by close, open, heat and move, and by a broadcast's button", async () => {
    const { id } = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-10T07:00:00Z" });
    const begin = id.slice(0, 8);
    const { out } = await run("slots", "list", "--from", "2026-12-10", "--to", "2026-12-10");
    expect(out).toContain(begin);
    expect(out).not.toContain(id);
    expect((await run("slots", "list", "--from", "2026-12-10", "--json")).json().items[0]?.id).toBe(id);
    for (const call of [
      ["close", begin, "--reason", "Отпуск"],
      ["open", id.slice(0, 13)],
      ["heat", begin.toUpperCase(), "--discount", "30"],
      ["move", begin, "--to", "2026-12-11 10:00"],
    ])
      expect((await run("slots", ...call, "--json")).json().id).toBe(id);
    expect((await findSlot(app.db, id))?.startsAt).toEqual(new Date("2026-12-11T07:00:00Z"));
    expect((await run("slots", "close", NOBODY, "--reason", "так")).err).toContain(
      `Такого окна нет: ${NOBODY}.`,
    );
    const draft = [
      ...["broadcast", "create", "--title", "Осень", "--segment", "all", "--kind", "informational"],
      ...["--text-file", "-", "--button"],
    ];
    const made = await line([...draft, `Занять=slot:${begin}:Стрижка`, "--id", ONE, "--json"], {
      input: "Приходите",
    });
    expect(made.json().buttons).toMatchObject([{ slotId: id }]);
    expect((await run("broadcast", "show", EIGHT, "--json")).json().id).toBe(ONE);
    const lost = await line([...draft, `Занять=slot:${NOBODY}:Стрижка`, "--json"], { input: "Приходите" });
    expect(lost.error().code).toBe("unknown_slot");
  });

  it("of time off, which is lifted by it, and of a change of slots, which is undone by it", async () => {
    const off = ["slots", "time-off", "add", "--specialist", specialist.name, "--from", "2026-12-20"];
    const taken = (await run(...off, "--reason", "Отпуск", "--json")).json();
    const id = String(taken.items[0]?.id);
    const { out } = await run("slots", "time-off", "list", "--from", "2026-12-20");
    expect(out).toContain(id.slice(0, 8));
    expect(out).not.toContain(id);
    const lifted = await run("slots", "time-off", "lift", id.slice(0, 8), "--json");
    expect(lifted.json().id).toBe(id);
    const again = (await run(...off, "--reason", "Отпуск", "--json")).json();
    const undone = await run("slots", "undo", String(again.changeId).slice(0, 8), "--json");
    expect(undone.json().changeId).toBe(again.changeId);
  });

  it("of a client, a booking, a segment, a member of staff", async () => {
    const booking = await bookedByStaff(app, client.id);
    expect((await run("clients", "show", client.id.slice(0, 8), "--json")).json().id).toBe(client.id);
    const of = await run("bookings", "list", "--client", client.id.slice(0, 8), "--json");
    expect(of.json().items).toMatchObject([{ id: booking.id }]);
    // With its letters: eight digits alone are a number first.
    const key = `${booking.id.slice(0, 8)}-`;
    expect((await run("bookings", "show", key, "--json")).json().id).toBe(booking.id);
    const definition = JSON.stringify({ fact: "vip", op: "is", value: true });
    await run("segments", "save", "VIP", "--definition", definition, "--id", ONE);
    expect((await run("segments", "show", EIGHT, "--json")).json().id).toBe(ONE);
    const added = await run(
      "staff",
      "add",
      "--name",
      "Вера",
      "--role",
      "admin",
      "--telegram-id",
      "77",
      "--json",
    );
    const id = String(added.json().id);
    expect((await run("staff", "messages", id.slice(0, 8))).exit).toBe(0);
  });

  it("eight digits are a booking's number, or else the beginning of its id", async () => {
    const id = "12345678-d9cb-469f-a165-70867728950e";
    await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-12T07:00:00Z" });
    const visit = ["--client", client.id, "--service", "Стрижка", "--at", "2026-12-12 10:00"];
    await run("bookings", "book", ...visit, "--specialist", specialist.name, "--id", id);
    const shown = async () => (await run("bookings", "show", "12345678", "--json")).json().id;
    expect(await shown()).toBe(id);
    const numbered = await bookedByStaff(app, client.id, "2026-11-25T09:00:00Z");
    await app.db.run(sql`UPDATE bookings SET number = 12345678 WHERE id = ${numbered.id}::uuid`);
    expect(await shown()).toBe(numbered.id);
    expect((await run("bookings", "show", "87654321", "--json")).error().code).toBe("unknown_booking");
  });
});

describe("of several that begin alike none is guessed", () => {
  it("waiting: they are named, and one more character tells them apart", async () => {
    const add = ["waitlist", "add", "--client", client.id, "--service", "Стрижка", "--from"];
    await run(...add, "2026-11-28", "--id", ONE);
    await run(...add, "2026-11-29", "--id", OTHER);
    const remove = ["waitlist", "remove", EIGHT, "--reason", "так", "--yes"];
    const asked = await run(...remove);
    expect(asked).toMatchObject({ exit: 1, out: "" });
    expect(asked.err).toContain(AMBIGUOUS);
    expect((await run(...remove, "--json")).error()).toMatchObject({ code: "ambiguous_id" });
    expect((await run("waitlist", "list", "--json")).json().items).toHaveLength(2);
    const told = await run("waitlist", "remove", "0f8fad5b-d9cc", "--reason", "так", "--yes", "--json");
    expect(told.json().id).toBe(OTHER);
    const gone = await run("waitlist", "remove", NOBODY, "--reason", "так", "--yes");
    expect(gone.err).toContain(`Такого ожидания нет: ${NOBODY}.`);
  });

  it("payments: they are named, too", async () => {
    const booking = await bookedByStaff(app, client.id, "2026-11-26T09:00:00Z");
    for (const paymentId of [ONE, OTHER]) {
      const part = { paymentId, bookingId: booking.id, amount: kopecks(10_000) };
      granted(await recordOnSpot(app, { ...part, method: "cash", actor: OPERATOR }));
    }
    const shown = await run("payments", "show", EIGHT);
    expect(shown.exit).toBe(1);
    expect(shown.err).toContain(AMBIGUOUS);
    expect((await run("payments", "show", "0f8fad5b-d9cb", "--json")).json().id).toBe(ONE);
  });

  it("no more than five are named", async () => {
    for (let n = 1; n <= 6; n += 1) {
      const id = `aaaaaaaa-000${n}-469f-a165-70867728950e`;
      const definition = JSON.stringify({ fact: "vip", op: "is", value: true });
      await run("segments", "save", `С${n}`, "--definition", definition, "--id", id);
    }
    const { detail } = (await run("segments", "show", "aaaaaaaa", "--json")).error();
    expect(String(detail.names).split(", ")).toHaveLength(5);
    expect(String(detail.names)).toMatch(/…$/);
  });
});

it("of an export: eight digits that are no number of one are the beginning of an id", async () => {
  const terms = { cron: "0 7 * * *", span: "day", contents: "operations", dialect: "excel" } as const;
  const id = "12345678-d9cb-469f-a165-70867728950e";
  const asked = { ...terms, exportId: id, folder: undefined, isToTelegram: true, actor: OPERATOR };
  granted(await addExport(app, asked));
  expect((await run("schedule", "show", "12345678", "--json")).json()).toMatchObject({ id, number: 1 });
  expect((await run("schedule", "show", "1", "--json")).json()).toMatchObject({ id });
  expect((await run("schedule", "show", "87654321", "--json")).error().code).toBe("unknown_export");
});

describe("names do by their beginning, as specialists' and services' do", () => {
  const staff = (name: string, telegramId: string) =>
    run("staff", "add", "--name", name, "--role", "admin", "--telegram-id", telegramId, "--json");
  const vip = JSON.stringify({ fact: "vip", op: "is", value: true });

  it("staff: whole before a beginning, and of several none is guessed", async () => {
    const id = String((await staff("Зинаида", "701")).json().id);
    const messages = async (who: string) => run("staff", "messages", who, "--json");
    expect((await messages("зин")).json().id).toBe(id);
    expect((await messages("Зинаида")).json().id).toBe(id);
    const other = String((await staff("Зинаида Львовна", "702")).json().id);
    expect((await messages("Зинаида")).json().id).toBe(id);
    expect((await messages("зинаида л")).json().id).toBe(other);
    const asked = await messages("Зин");
    expect([asked.exit, asked.error()]).toMatchObject([
      1,
      {
        code: "ambiguous_staff",
        detail: { names: `Зинаида (${id.slice(0, 8)}), Зинаида Львовна (${other.slice(0, 8)})` },
      },
    ]);
    for (const nobody of ["инаида", "Зинаида Яковлевна"])
      expect((await messages(nobody)).error().code).toBe("unknown_staff");
    expect((await run("staff", "list")).out).toMatch(new RegExp(`Зинаида Львовна .* ${other.slice(0, 8)}`));
  });

  it("segments: so too, wherever one is named; saving takes whole names alone", async () => {
    const ids: string[] = [];
    for (const name of ["Яркие", "Яркие и редкие"])
      ids.push(String((await run("segments", "save", name, "--definition", vip, "--json")).json().id));
    const shown = async (word: string) => run("segments", "show", word, "--json");
    expect((await shown("ЯРКИЕ И")).json().id).toBe(ids[1]);
    expect((await shown("яркие")).json().id).toBe(ids[0]);
    const asked = await shown("Ярк");
    expect([asked.exit, asked.error()]).toMatchObject([
      1,
      { code: "ambiguous_segment", detail: { given: "Ярк", names: "Яркие, Яркие и редкие" } },
    ]);
    expect((await shown("редкие")).error().code).toBe("unknown_segment");
    await run("settings", "set", "hot.segments", "Яркие и");
    expect((await run("settings", "get", "hot.segments", "--json")).json().value).toEqual([ids[1]]);
    const saved = await run("segments", "save", "Ярк", "--definition", vip, "--json");
    expect(ids).not.toContain(saved.json().id);
  });
});

const KINDS = [
  ...["booking", "broadcast", "client", "message", "payment", "segment", "slot", "slotChange"],
  ...["staff", "timeOff", "wait"],
] as readonly IdKind[];

it.each(KINDS)("a beginning that no %s has finds none", async (kind) => {
  expect(await findIdsByBegin(app.db, kind, { begin: NOBODY, idsMax: 2 })).toEqual([]);
});
