import { expect, it } from "vitest";
import { expectedOf, importAdjustments, type RejectedCell } from "../../../src/core/import/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { listPointEntries } from "../../../src/core/loyalty/index.ts";
import { enterClient, findClient } from "../../../src/core/people/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { textFile } from "./text-file.ts";

const app = await testApp();
const make = async (phone: string) =>
  granted(await enterClient(app, { phone, name: "Анна", actor: OPERATOR })).id;
const [one, two] = [await make("+79001110001"), await make("+79001110002")];

async function take(text: string, requestId?: string) {
  const rejected: RejectedCell[] = [];
  const outcome = await importAdjustments(app, {
    ...{ file: textFile(text), isDryRun: false, requestId, reason: "Подарок", actor: OPERATOR },
    onRejected: (cell) => rejected.push(cell),
  });
  return { outcome, rejected };
}

const balances = async () =>
  Promise.all([one, two].map(async (id) => (await findClient(app.db, id))?.pointsBalance));

it("adds and takes points by phone or id, each row an entry, once however often and by how many (EP-5)", async () => {
  const text = `Клиент;Баллы;Причина\n8 900 111-00-01;+100;\n${two.toUpperCase()};-30;"Ошибка"\n${one};5;\n`;
  const [first, second] = await Promise.all([take(text), take(text)]);
  const made = [granted(first.outcome), granted(second.outcome)];
  expect(made.map(({ adjusted, repeated }) => adjusted + repeated)).toEqual([3, 3]);
  expect(made.map(({ adjusted }) => adjusted).sort()).toEqual([0, 3]);
  expect(granted((await take(text)).outcome)).toMatchObject({ rows: 3, adjusted: 0, repeated: 3 });
  expect(await balances()).toEqual([105, -30]);
  const entries = await listPointEntries(app.db, { clientId: one, rowsMax: 9, offset: 0 });
  expect(entries.map(({ points, reason }) => [points, reason])).toEqual([
    [5, "Подарок"],
    [100, "Подарок"],
  ]);
  expect(granted((await take(text, app.newId())).outcome)).toMatchObject({
    adjusted: 3,
    added: 105,
    taken: 30,
    // The second client alone ends below zero, and lower than before.
    debtors: 1,
  });
  expect(await balances()).toEqual([210, -60]);
  expect(await ledgerCheck(app)).toEqual([]);
});

it("names every row that cannot be taken, and changes nothing", async () => {
  const before = await balances();
  const { outcome, rejected } = await take(
    `Телефон,Баллы\n+79001110001,10\n+79009999999,10\n+79001110002,0\n+79001110002,1000001\n+79001110002,"1,5"\n`,
  );
  expect(outcome).toMatchObject({ refusal: "import_rows_rejected", detail: { rejected: 4, rows: 5 } });
  expect(rejected.map(({ line, problem }) => [line, problem])).toEqual([
    [3, "unknown_client"],
    [4, "points_zero"],
    [5, "points_out_of_range"],
    [6, "points_unreadable"],
  ]);
  expect(
    rejected.slice(0, 1).map((cell) => expectedOf(cell)),
    "no word of bookings, which this file has not",
  ).toEqual(["телефон или id клиента, который уже есть в базе; нового сначала добавьте или перенесите"]);
  expect(await balances()).toEqual(before);
});

it("refuses another file under the id of one that was made, and one without a reason", async () => {
  const id = app.newId();
  granted((await take(`Клиент;Баллы\n${one};1\n`, id)).outcome);
  expect((await take(`Клиент;Баллы\n${one};2\n`, id)).rejected).toMatchObject([
    { problem: "entry_is_another" },
  ]);
  expect((await take(`Клиент;Баллы\n${two};1\n`, id)).rejected).toMatchObject([
    { problem: "entry_is_another" },
  ]);
  const input = { file: textFile(`Клиент;Баллы\n${one};1\n`), isDryRun: false, actor: OPERATOR };
  expect(await importAdjustments(app, { ...input, reason: " " })).toMatchObject({
    refusal: "reason_missing",
  });
});
