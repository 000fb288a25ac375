import { describe, expect, it } from "vitest";
import { findClients } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { makeBooking } from "../../support/hold.ts";
import { eraseByClient } from "../../support/known-client.ts";
import { granted, makeClient } from "../../support/make.ts";
import { makeEntered } from "../../support/people.ts";

const app = await testApp();
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
    expect(await found("анна", 1)).toEqual([anna]);
    const gone = await named("Пропащая");
    granted(await eraseByClient(app, gone));
    expect(await found("удалённый")).toEqual([]);
    const entered = await makeEntered(app);
    expect(await found(entered.phone ?? "")).toEqual([entered.id]);
  });
});
