import { describe, expect, it } from "vitest";
import { plansOf } from "../../../bench/support/plans.ts";
import { listenIn } from "../../../bench/support/statements.ts";
import { searchName } from "../../../src/core/people/rules/search-name.ts";
import { findClients } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { makeBooking } from "../../support/hold.ts";
import { eraseByClient } from "../../support/known-client.ts";
import { granted, makeClient } from "../../support/make.ts";
import { makeEntered } from "../../support/people.ts";

const app = await testApp();
const listening = listenIn(app.db);
const named = async (name: string, phone: string | null = null, username: string | null = null) => {
  const { id } = await makeClient(app);
  await app.db.run(sql`
    UPDATE clients SET name = ${name}, phone = ${phone}, telegram_username = ${username} WHERE id = ${id}::uuid`);
  return id;
};
const anna = await named("Анна Ковалёва", "+79161234567", "Anna_Kov");
const other = await named("Марианна Озёрная", "+79035550011", "mari");
const percent = await named("100% скидка_");
const found = async (typed: string, rowsMax = 8) =>
  (await findClients(app.db, { typed, rowsMax })).map(({ id }) => id);

describe("the quick search", () => {
  it.each([
    ["анна", [anna, other]],
    ["ковалева анна", [anna]],
    ["КОВАЛЁВА", [anna]],
    ["озерная", [other]],
    ["ко", [anna]],
    ["8 916 123-45", [anna]],
    ["+7 (916) 123-45-67", [anna]],
    ["5550011", [other]],
    ["@anna", [anna]],
    ["mari", [other]],
    ["100%", [percent]],
    ["%%%", []],
    ["скидка_", [percent]],
    ["ничего такого", []],
    ["", []],
    ["' OR 1=1 --", []],
  ])("%j", async (typed, ids) => {
    expect(await found(typed)).toEqual(ids);
  });

  it("leads by the number of a booking to whose it is, before any phone with those digits", async () => {
    const { booking, client } = await makeBooking(app);
    await app.db.run(sql`UPDATE bookings SET number = 9161 WHERE id = ${booking.id}::uuid`);
    const [first, second] = await findClients(app.db, { typed: "9161", rowsMax: 8 });
    expect(first).toMatchObject({ id: client.id, booking: { number: 9161, startsAt: booking.startsAt } });
    expect(second).toMatchObject({ id: anna, booking: undefined });
    expect(await found("№9161")).toEqual([client.id]);
    expect(await found("№9162")).toEqual([]);
  });

  it("finds no more than is asked for, and nobody who was erased (PE-2)", async () => {
    expect((await found("анна")).length).toBeGreaterThan(1);
    expect(await found("анна", 1)).toHaveLength(1);
    const gone = await named("Пропащая");
    granted(await eraseByClient(app, gone));
    expect(await found("удалённый")).toEqual([]);
    const entered = await makeEntered(app);
    expect(await found(entered.phone ?? "")).toEqual([entered.id]);
  });
});

it("the database writes a name in plain letters as the rule does", async () => {
  const names = ["Съёмщикова Юлия", "ЁЖ Йод Эхо", "Anna-Жанна 4%_", "Цыпина Хельга", "щ"];
  const rows = await app.db.many<{ plain: string; name: string }>(sql`
    INSERT INTO clients (name, referral_code, created_at)
    SELECT name, 'plain' || place, now() FROM unnest(${names}::text[]) WITH ORDINALITY AS one (name, place)
    RETURNING name, search_name AS plain`);
  expect(rows.map(({ plain }) => plain)).toEqual(names.map(searchName));
});

it("reads no client in vain among many: a rare name, a phone and a Telegram name are found in the indexes", async () => {
  await app.db.run(sql`
    INSERT INTO clients (name, phone, telegram_username, referral_code, created_at)
    SELECT 'Клиент ' || n, '+7999' || lpad(n::text, 7, '0'), 'client_' || n, 'many' || n, now()
    FROM generate_series(1, 20000) n`);
  await app.db.run(sql`VACUUM ANALYZE clients`);
  for (const typed of ["ковалёва", "ковалева анна", "8 916 123", "@anna_kov", "9161"]) {
    const { statements } = await listening.record(() => findClients(app.db, { typed, rowsMax: 8 }));
    const via = await app.db.pool.connect();
    try {
      for (const statement of statements)
        expect(
          (await plansOf(via, statement)).filter(
            ({ kind, table }) => kind === "Seq Scan" && table === "clients",
          ),
          typed,
        ).toEqual([]);
    } finally {
      via.release();
    }
  }
});
