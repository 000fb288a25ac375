import { describe, expect, it } from "vitest";
import { type BookingRow, groupByHurry } from "../../src/admin/coming.ts";

const at = (now: string) => ({ now: new Date(now), zone: "Europe/Moscow" });
const row = (startsAt: string, state: BookingRow["state"] = "confirmed"): BookingRow => ({
  ...{ id: startsAt, state, promisedAt: null, startsAt: new Date(startsAt) },
  endsAt: new Date(new Date(startsAt).getTime() + 3_600_000),
  ...{ client: { name: "Вера" }, service: { name: "Стрижка" }, specialist: { name: "Мария" } },
});
const told = (today: readonly BookingRow[], ahead: readonly BookingRow[], now: string) =>
  groupByHurry({ today, ahead }, at(now)).map(({ title, rows }) => [title, rows.map(({ id }) => id)]);

describe("what needs the owner, in the order of its hurry", () => {
  const morning = row("2026-11-26T07:00:00Z");
  const marked = row("2026-11-26T08:00:00Z", "completed");
  const running = row("2026-11-26T15:00:00Z");
  const late = row("2026-11-26T17:00:00Z");
  const tomorrow = row("2026-11-27T07:00:00Z");
  const december = row("2026-12-14T07:00:00Z");
  const today = [morning, marked, running, late];

  it("is who ran or runs unmarked, then the rest of today, then tomorrow", () => {
    expect(told(today, [late, tomorrow, december], "2026-11-26T15:30:00Z")).toEqual([
      ["Отметьте, пришёл ли клиент", [morning.id, running.id]],
      ["Дальше сегодня", [late.id]],
      ["Завтра", [tomorrow.id]],
    ]);
  });

  it("waits for a mark from the moment the visit begins", () => {
    const titles = (now: string) => told([running], [], now).map(([title]) => title);
    expect(titles("2026-11-26T14:59:59Z")).toEqual([]);
    expect(titles("2026-11-26T15:00:00Z")).toEqual(["Отметьте, пришёл ли клиент"]);
  });

  it("ends with whoever comes next when neither today nor tomorrow has any", () => {
    expect(told([running], [december], "2026-11-26T15:30:00Z")).toEqual([
      ["Отметьте, пришёл ли клиент", [running.id]],
      ["Следующая запись", [december.id]],
    ]);
    expect(told([], [], "2026-11-26T15:30:00Z")).toEqual([]);
  });

  it("shows the first few, and says how many more wait for a mark", () => {
    const many = Array.from({ length: 9 }, (_, hour) => row(`2026-11-26T0${hour}:00:00Z`));
    const [group] = groupByHurry({ today: many, ahead: [] }, at("2026-11-26T15:30:00Z"));
    expect([group?.rows.length, group?.beyond]).toEqual([6, 3]);
  });
});
