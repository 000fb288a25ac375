import { InvalidArgumentError } from "commander";
import { expect, it } from "vitest";
import {
  inOrder,
  oneOf,
  type Parser,
  readBookingKey,
  readBroadcastKey,
  readDay,
  readHours,
  readId,
  readIdOrBegin,
  readMoney,
  readNames,
  readPercent,
  readPoints,
  readWeekdays,
  readWhole,
  several,
  spelledOut,
  wordsOf,
} from "../../src/cli/arguments.ts";
import { nearestOf } from "../../src/cli/nearest.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";

const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

/** The value, or the words after «ожидается». */
function read<T>(parser: Parser<T>, typed: string): T | string {
  try {
    return parser(typed);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return `! ${error.message}`;
    throw error;
  }
}

const isRefused = (value: unknown): boolean => typeof value === "string" && value.startsWith("! ");

it.each([
  ["2026-12-01", "2026-12-01"],
  [" 2028-02-29 ", "2028-02-29"],
])("reads the day %s", (typed, day) => expect(read(readDay, typed)).toBe(day));

it.each(["2026-02-29", "2026-13-01", "01.12.2026", "2026-1-5", "завтра", "", "2026-12-01T10:00Z"])(
  "takes %j for no day and says how days are written",
  (typed) => expect(read(readDay, typed)).toBe("! день в виде ГГГГ-ММ-ДД, например 2026-12-01"),
);

it.each([
  ["10:00-19:00", { from: 600, to: 1140 }],
  ["9:30–13:00", { from: 570, to: 780 }],
  ["00:00-24:00", { from: 0, to: 1440 }],
  ["13:00 - 14:00", { from: 780, to: 840 }],
])("reads the hours %s", (typed, hours) => expect(read(readHours, typed)).toEqual(hours));

it.each([
  "19:00-10:00",
  "10:00-10:00",
  "10-19",
  "10:00",
  "10:60-11:00",
  "10:00-25:00",
  "10:00-24:01",
  "",
  "a:bc-d:ef",
])("takes %j for no hours", (typed) =>
  expect(read(readHours, typed)).toContain("! время «с-до» в виде 10:00-19:00"),
);

it.each([
  ["mon-fri", [1, 2, 3, 4, 5]],
  ["mon,wed", [1, 3]],
  ["daily", [1, 2, 3, 4, 5, 6, 7]],
  ["Mon-Tue, sat", [1, 2, 6]],
  ["sat-mon", [6, 7, 1]],
  ["sun", [7]],
  ["mon-mon", [1]],
])("reads the days of the week %s", (typed, days) =>
  expect(read(readWeekdays, typed)).toEqual(new Set(days)),
);

it.each(["", "monday", "mon-", "mon,", "mon-wed-fri", "weekdays", "1-5"])(
  "takes %j for no days of the week",
  (typed) => expect(read(readWeekdays, typed)).toContain("! дни недели: mon-fri"),
);

it.each([
  ["1500", 150_000],
  ["1500,50", 150_050],
  ["1500.5", 150_050],
  ["1 500 ₽", 150_000],
  ["1\u00a0500,05 руб.", 150_005],
  ["0", 0],
  ["0,01", 1],
])("reads the money %s as %i kopecks", (typed, amount) => expect(read(readMoney, typed)).toBe(amount));

it.each(["-5", "1500,505", "1e3", "полторы тысячи", "", "1,500.00", "999999999"])(
  "takes %j for no money",
  (typed) => expect(read(readMoney, typed)).toBe("! сумма в рублях: 1500 или 1500,50"),
);

it.each([
  ["+300", 300],
  ["300", 300],
  ["-50", -50],
  ["−50", -50],
])("reads the points %s", (typed, points) => expect(read(readPoints, typed)).toBe(points));

it.each(["", "0", "-0", "1.5", "+", "--5", "сто", "1e2"])("takes %j for no points", (typed) =>
  expect(read(readPoints, typed)).toContain("! целое число баллов"),
);

it("reads whole numbers within limits, both included", () => {
  const parser = readWhole({ min: 5, max: 60, of: "минут" });
  expect(["5", "60", "4", "61", "5.5", "-5", ""].map((typed) => isRefused(read(parser, typed)))).toEqual([
    ...[false, false, true, true, true, true, true],
  ]);
  expect(read(parser, "61")).toBe("! целое число минут от 5 до 60");
});

it.each([
  ["25", 25],
  ["0", 0],
  ["100 %", 100],
])("reads the percentage %s", (typed, share) => expect(read(readPercent, typed)).toBe(share));

it.each(["101", "-1", "12.5", "", "много"])("takes %j for no percentage", (typed) =>
  expect(read(readPercent, typed)).toContain("! целое число процентов"),
);

it("reads one of some words, and lists them when it is another", () => {
  const spelt = oneOf(["no_show", "onSite"]);
  for (const typed of ["no-show", "no_show"]) expect(spelt(typed)).toBe("no_show");
  for (const typed of ["on-site", "on_site", "onSite"]) expect(spelt(typed)).toBe("onSite");
  expect(() => spelt("noshow")).toThrow("одно из: no-show, on-site");
  expect(wordsOf(spelt)).toEqual(["no-show", "on-site"]);
  const parser = oneOf(["regular", "hot", "online"]);
  expect(read(parser, "hot")).toBe("hot");
  expect(read(parser, "warm")).toBe("! одно из: regular, hot, online");
});

it("reads names by commas, and all", () => {
  expect(read(readNames, "all")).toBe("all");
  expect(read(readNames, "Анна, Мария Орлова")).toEqual(["Анна", "Мария Орлова"]);
  expect(read(readNames, "Анна,")).toContain("! all или имена");
});

it("reads a booking's number, with its sign or without, and its id", () => {
  expect(read(readBookingKey, "12")).toBe(12);
  expect(read(readBookingKey, "№12")).toBe(12);
  expect(read(readBookingKey, UUID.toUpperCase())).toBe(UUID);
  expect(read(readBookingKey, "0")).toContain("! номер записи");
  expect(read(readBookingKey, "0F8FAD5B")).toBe("0f8fad5b");
  expect(read(readBroadcastKey, "№3")).toBe(3);
  expect(read(readBroadcastKey, "0f8fad5b-d9")).toBe("0f8fad5b-d9");
  expect(read(readBroadcastKey, "0f8fad5")).toContain("! номер рассылки");
  expect(read(readBookingKey, "двенадцать")).toContain("! номер записи");
});

it("reads ids, in lower case", () => {
  expect(read(readId, ` ${UUID.toUpperCase()} `)).toBe(UUID);
  expect(read(readId, "12")).toContain("! uuid целиком");
});

it("reads an id or its beginning, of eight characters or more", () => {
  expect(read(readIdOrBegin, ` ${UUID.toUpperCase()} `)).toBe(UUID);
  expect(read(readIdOrBegin, "0F8FAD5B")).toBe("0f8fad5b");
  expect(read(readIdOrBegin, "0f8fad5b-d9cb-4")).toBe("0f8fad5b-d9cb-4");
  for (const wrong of ["0f8fad5", "0f8fad5bd9", "0f8fad5g", `${UUID}0`, ""])
    expect(read(readIdOrBegin, wrong)).toContain("! id целиком");
});

it("gathers a flag that is given several times", () => {
  const gather = several(readHours);
  const first = gather("13:00-14:00", undefined);
  expect(gather("16:00-16:30", first)).toEqual([
    { from: 780, to: 840 },
    { from: 960, to: 990 },
  ]);
});

it("refuses days in the wrong order, and lets one day be both", () => {
  const from = localDay("2026-12-02");
  const to = localDay("2026-12-01");
  expect(inOrder({ from, to: from })).toEqual({ from, to: from });
  expect(inOrder({ to })).toEqual({ to });
  expect(() => inOrder({ from, to })).toThrow(UsageError);
  expect(() => inOrder({ from, to })).toThrow(
    "--to: дано «2026-12-01», ожидается день не раньше --from (2026-12-02).",
  );
});

it("finds the word that was meant, and none when nothing is near", () => {
  const words = ["booking.holdMinutes", "hot.discountPercent", "business.timeZone"];
  expect(nearestOf("booking.holdMinute", words)).toBe("booking.holdMinutes");
  expect(nearestOf("business.timezone", words)).toBe("business.timeZone");
  expect(nearestOf("xyz", words)).toBeUndefined();
});

it("a help says what the codes of states mean, as they are typed", () => {
  expect(spelledOut({ held: "ждёт оплаты", no_show: "неявка" })).toBe("held — ждёт оплаты, no-show — неявка");
});
