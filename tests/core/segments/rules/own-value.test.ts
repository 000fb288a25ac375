import { expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import type { Condition } from "../../../../src/core/segments/model.ts";
import type { SegmentFacts } from "../../../../src/core/segments/rules/membership.ts";
import { ownValue } from "../../../../src/core/segments/rules/own-value.ts";

const moment = { now: new Date("2026-11-26T12:00:00Z"), zone: "UTC" };
const names = { services: new Map([["s1", "Стрижка"]]), specialists: new Map([["m1", "Мария"]]) };
const visit = (startsAt: string) => ({ startsAt: new Date(startsAt), serviceId: "s1", specialistId: "m1" });
const NOBODY: SegmentFacts = {
  registeredAt: new Date("2026-11-26T11:00:00Z"),
  ...{ visits: [], noShows: [], confirmed: [], spent: kopecks(0), points: 0, birthday: undefined, tags: [] },
  is: {
    ...{ invited: false, hasInvited: false, blocked: false, vip: false },
    ...{ marketing: false, inBot: true, unreachable: false },
  },
};
const REGULAR: SegmentFacts = {
  ...NOBODY,
  registeredAt: new Date("2026-01-01T00:00:00Z"),
  visits: [visit("2026-10-01T10:00:00Z"), visit("2026-11-25T12:00:00Z")],
  confirmed: [visit("2026-12-01T10:00:00Z")],
  ...{ spent: kopecks(720_050), points: 1_500, tags: ["утро"] },
};

it.each<[Condition, string, string]>([
  [{ fact: "visits", op: "equals", value: 1 }, "у клиента 0", "у клиента 2"],
  [{ fact: "visits", op: "atLeast", value: 1, days: 7 }, "у клиента 0", "у клиента 1"],
  [{ fact: "noShows", op: "atLeast", value: 1 }, "у клиента 0", "у клиента 0"],
  [{ fact: "lastVisit", op: "atLeast", value: 30 }, "визитов пока нет", "был 1 день назад"],
  [
    { fact: "registered", op: "atMost", value: 30 },
    "первый раз меньше суток назад",
    "первый раз 329 дней назад",
  ],
  [{ fact: "spent", op: "atLeast", value: 5_000 }, "у клиента 0 ₽", "у клиента 7 200 ₽"],
  [{ fact: "points", op: "atLeast", value: 5 }, "у клиента 0", "у клиента 1 500"],
  [{ fact: "upcoming", op: "is", value: false }, "впереди пусто", "запись впереди есть"],
  [{ fact: "tags", op: "anyOf", value: ["вечер"] }, "у клиента пусто", "у клиента «утро»"],
  [{ fact: "serviceVisited", op: "noneOf", value: ["s1"] }, "у клиента пусто", "у клиента «Стрижка»"],
  [{ fact: "specialistBooked", op: "anyOf", value: ["m1"] }, "у клиента пусто", "у клиента «Мария»"],
  [{ fact: "birthday", op: "inMonth", value: 5 }, "день рождения не указан", "день рождения не указан"],
  [{ fact: "marketing", op: "is", value: true }, "согласия нет", "согласия нет"],
])("MS-3: of %j says of one who was never here %s, of a regular %s", (condition, nobody, regular) => {
  const said = (facts: SegmentFacts) =>
    ownValue(condition, facts, { moment, names }).replaceAll("\u00a0", " ");
  expect([said(NOBODY), said(REGULAR)]).toEqual([nobody, regular]);
});

it("MS-3: says the day of a birthday, and no more than five of many tags", () => {
  const facts = { ...NOBODY, birthday: "1604-05-09" as never, tags: ["а", "б", "в", "г", "д", "е"] };
  const said = (condition: Condition) => ownValue(condition, facts, { moment, names });
  expect(said({ fact: "birthday", op: "inMonth", value: 5 })).toBe("у клиента 09.05");
  expect(said({ fact: "tags", op: "anyOf", value: ["я"] })).toBe(
    "у клиента «а», «б», «в», «г», «д» и другие",
  );
});
