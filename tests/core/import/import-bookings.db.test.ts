import { expect, it } from "vitest";
import { cancelBooking, listBookings } from "../../../src/core/booking/index.ts";
import { addSlot } from "../../../src/core/calendar/index.ts";
import { importBookings, type RejectedCell } from "../../../src/core/import/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { enterClient } from "../../../src/core/people/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeService, makeSpecialist } from "../../support/make.ts";
import { textFile } from "./text-file.ts";

const app = await testApp();
const service = await makeService(app, { name: "Стрижка" });
const specialist = await makeSpecialist(app, [service.id]);
for (const phone of ["+79001110001", "+79001110002"])
  granted(await enterClient(app, { phone, name: "Анна", actor: OPERATOR }));
granted(
  await addSlot(app, {
    ...{ specialistId: specialist.id, kind: "regular", actor: OPERATOR },
    ...{ startsAt: new Date("2026-12-01T07:00:00Z"), endsAt: new Date("2026-12-01T08:00:00Z") },
  }),
);

async function take(
  rows: readonly string[],
  over: { readonly isDryRun?: boolean; readonly makesSlots?: boolean } = {},
) {
  const rejected: RejectedCell[] = [];
  const text = `Телефон;Специалист;Услуга;Начало\n${rows.join("\n")}\n`;
  const input = { file: textFile(text), isDryRun: false, makesSlots: true, mapping: {}, actor: OPERATOR };
  const onRejected = (cell: RejectedCell) => rejected.push(cell);
  const outcome = await importBookings(app, { ...input, ...over, onRejected });
  return { outcome, problems: rejected.map(({ line, column, problem }) => [line, column, problem]) };
}

const row = (phone: string, start: string) => `${phone};${specialist.name};стрижка;${start}`;
const countAll = () =>
  app.db.first(sql`
    SELECT (SELECT count(*) FROM bookings) AS bookings, (SELECT count(*) FROM slots) AS slots,
           (SELECT count(*) FROM outbox) AS messages, (SELECT count(*) FROM audit) AS audit`);

it("names every row that cannot be had, judged with those before it, and writes nothing", async () => {
  const before = await countAll();
  const { outcome, problems } = await take([
    row("+79001110001", "01.12.2026 10:00"),
    row("+79001110002", "01.12.2026 10:00"),
    row("+79001110001", "01.12.2026 10:30"),
    row("+79009999999", "02.12.2026 10:00"),
    row("+79001110001", "01.11.2026 10:00"),
    row("+79001110001", "завтра"),
    `+79001110001;Никто;Стрижка;02.12.2026 10:00`,
    `+79001110001;${specialist.name};Маникюр;02.12.2026 10:00`,
  ]);
  expect(outcome).toMatchObject({ refusal: "import_rows_rejected", detail: { rejected: 7, rows: 8 } });
  expect(problems).toEqual([
    [3, "Начало", "slot_taken"],
    [4, "Начало", "slot_overlaps"],
    [5, "Телефон", "unknown_client"],
    [6, "Начало", "slot_in_past"],
    [7, "Начало", "start_unreadable"],
    [8, "Специалист", "unknown_specialist"],
    [9, "Услуга", "unknown_service"],
  ]);
  const rows = [row("+79001110001", "02.12.2026 10:00"), row("+79001110001", "01.11.2026 10:00")];
  const without = await take(rows, { makesSlots: false });
  expect(without.problems).toEqual([
    [2, "Начало", "slot_missing"],
    [3, "Начало", "slot_in_past"],
  ]);
  expect(await countAll()).toEqual(before);
});

it("names everything that is wrong with a row, so that it is mended in one go", async () => {
  const before = await countAll();
  const { outcome, problems } = await take(["+79009999999;Никто;Маникюр;завтра"]);
  expect(outcome).toMatchObject({ refusal: "import_rows_rejected", detail: { rejected: 1, rows: 1 } });
  expect(problems).toEqual([
    [2, "Телефон", "unknown_client"],
    [2, "Специалист", "unknown_specialist"],
    [2, "Услуга", "unknown_service"],
    [2, "Начало", "start_unreadable"],
  ]);
  expect(await countAll()).toEqual(before);
});

it("books what is ahead, once: confirmed, owed on the spot, quietly, with reminders (PY-8, MS-1)", async () => {
  const rows = [row("+79001110001", "01.12.2026 10:00"), row("8 900 111-00-02", "2026-12-02 15:00")];
  const before = await countAll();
  const checked = granted((await take(rows, { isDryRun: true })).outcome);
  expect(checked).toMatchObject({ rows: 2, booked: 2, slotsMade: 1, repeated: 0 });
  expect(await countAll()).toEqual(before);
  expect(granted((await take(rows)).outcome)).toEqual({ ...checked, isDryRun: false });
  const bookings = await listBookings(app.db, { rowsMax: 9 });
  expect(bookings.map(({ state, onSpot, payNow, madeBy }) => [state, onSpot, payNow, madeBy])).toEqual([
    ["confirmed", 200_000, 0, "staff"],
    ["confirmed", 200_000, 0, "staff"],
  ]);
  const kinds = await app.db.many<{ kind: string }>(sql`SELECT DISTINCT kind FROM outbox`);
  expect(kinds).toEqual([{ kind: "reminder" }]);

  const [first] = bookings;
  const by = { kind: "business", actor: OPERATOR, reason: "заболел мастер" } as const;
  granted(await cancelBooking(app, { bookingId: first?.id ?? "", by }));
  expect(granted((await take(rows)).outcome)).toMatchObject({ booked: 0, repeated: 2 });
  expect(await ledgerCheck(app)).toEqual([]);
});

it("takes the price that was agreed on, without discounts, and the note; columns may be called otherwise (PY-8, PR-5)", async () => {
  const mapping = { start: ["Дата и время"], price: ["Стоимость", "Сумма"], note: ["Комментарий"] };
  const rejected: RejectedCell[] = [];
  const took = async (cells: string) =>
    importBookings(app, {
      file: textFile(`Телефон;Специалист;Услуга;Дата и время;Сумма;Комментарий\n${cells}\n`),
      ...{ isDryRun: false, makesSlots: true, mapping, actor: OPERATOR },
      onRejected: (cell) => rejected.push(cell),
    });
  const at = (start: string) => row("+79001110002", start);
  const taken = await took(
    `${at("03.12.2026 10:00")};1 500,50 ₽;Просила Анну\n${at("04.12.2026 10:00")};;\n${at("05.12.2026 10:00")};0;`,
  );
  expect(granted(taken)).toMatchObject({ booked: 3, ignoredColumns: [] });
  const made = await app.db.many(sql`
    SELECT price_kopecks, list_price_kopecks, discount_kopecks, on_spot_kopecks, note FROM bookings
    WHERE starts_at > '2026-12-03' ORDER BY starts_at`);
  const none = { discountKopecks: 0, note: "" };
  expect(made).toEqual([
    {
      ...none,
      priceKopecks: 150_050,
      listPriceKopecks: 150_050,
      onSpotKopecks: 150_050,
      note: "Просила Анну",
    },
    { ...none, priceKopecks: 200_000, listPriceKopecks: 200_000, onSpotKopecks: 200_000 },
    { ...none, priceKopecks: 0, listPriceKopecks: 0, onSpotKopecks: 0 },
  ]);
  await took(
    `${at("06.12.2026 10:00")};дорого;\n${at("06.12.2026 12:00")};350000,01;\n${at("06.12.2026 14:00")};;${"я".repeat(501)}`,
  );
  expect(rejected.map(({ line, column, problem, detail }) => [line, column, problem, detail])).toEqual([
    [2, "Сумма", "price_unreadable", undefined],
    [3, "Сумма", "price_out_of_range", undefined],
    [4, "Комментарий", "booking_note_too_long", 500],
  ]);
  expect(await ledgerCheck(app)).toEqual([]);
});
