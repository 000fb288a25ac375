import { describe, expect, it } from "vitest";
import {
  birthdayScreen,
  erasureScreen,
  type MyDataFacts,
  myDataScreen,
  notErasedScreen,
  ownEmailScreen,
  ownNameScreen,
  zonesScreen,
} from "../../src/bot/my-data/screens.ts";
import { CITY_CODES, cityOfCode } from "../../src/bot/my-data/zones.ts";
import { refusalText } from "../../src/bot/refusals.ts";
import { keyboardOf, type Screen } from "../../src/bot/screen.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import { isZone, localDay } from "../../src/core/kernel/local-day.ts";
import { points } from "../../src/core/kernel/points.ts";

const words = { ...loadTexts(), zone: "Europe/Moscow" };
const now = new Date("2026-11-23T09:05:00Z");

/** A screen as a person reads it, with plain spaces. */
const seen = (screen: Screen): string =>
  [
    screen.text,
    ...keyboardOf(screen).inline_keyboard.map((row) =>
      row.map(({ text, style }) => `[${text}${style === undefined ? "" : ` |${style}`}]`).join(" "),
    ),
  ]
    .join("\n")
    .replaceAll("\u00a0", " ");

const facts: MyDataFacts = {
  name: "Анна <3",
  phone: "+79001234567",
  isPhoneChecked: true,
  email: undefined,
  birthday: localDay("1990-03-07"),
  timeZone: "Asia/Omsk",
  bookings: 3,
  completedVisits: 2,
  points: points(1_160),
  consentGivenAt: new Date("2026-11-20T21:30:00Z"),
  consentVersion: "3",
  wantsMarketing: false,
  now,
};

describe("what is kept about a client (PE-2)", () => {
  it("is told in words, with what they may do with it", () => {
    expect(seen(myDataScreen(words, facts))).toMatchSnapshot();
  });

  it("says what is missing, and that news come", () => {
    const bare = {
      ...facts,
      phone: undefined,
      isPhoneChecked: false,
      birthday: undefined,
      timeZone: undefined,
    };
    const screen = seen(
      myDataScreen(words, { ...bare, wantsMarketing: true, points: points(-20), note: "Имя изменили." }),
    );
    expect(screen).toMatchSnapshot();
  });

  it("shows the e-mail for receipts when there is one, and a birthday without its year", () => {
    const screen = seen(
      myDataScreen(words, { ...facts, email: "anna@mail.test", birthday: localDay("1604-02-29") }),
    );
    expect(screen).toContain("Почта для чеков: anna@mail.test");
    expect(screen).toContain("День рождения: 29.02\n");
  });

  it("the zones are Russia's, each with the time it is there (UN-4)", () => {
    for (const code of CITY_CODES) expect(isZone(cityOfCode(code).zone)).toBe(true);
    expect(seen(zonesScreen(words, now))).toMatchSnapshot();
  });

  it("erasing says exactly what goes and what stays, and points only when there are some", () => {
    expect(seen(erasureScreen(words, { points: 1_160 }))).toMatchSnapshot();
    for (const none of [0, -50]) expect(seen(erasureScreen(words, { points: none }))).not.toContain("сгорят");
    expect(seen(erasureScreen(words, { points: -50 }))).toContain("Баланс баллов ниже нуля (−50 баллов)");
    expect(seen(erasureScreen(words, { points: 0 }))).toContain("историю этого чата удалите сами");
  });

  it("questions can be answered or left", () => {
    expect(seen(ownNameScreen(words, "Анна <3"))).toMatchSnapshot();
    expect(seen(birthdayScreen(words, localDay("1990-03-07")))).toMatchSnapshot();
    expect(seen(birthdayScreen(words, undefined))).not.toContain("Убрать");
    const unread = refusalText(words, { ok: false, refusal: "birthday_unreadable", detail: {} });
    expect(seen(birthdayScreen(words, undefined, unread)).match(/07\.03\.1990/g)).toHaveLength(1);
    expect(seen(ownEmailScreen(words, "anna@mail.test"))).toMatchSnapshot();
    expect(seen(ownEmailScreen(words, undefined))).not.toMatch(/Убрать|Сейчас|none/);
    expect(seen(notErasedScreen(words, "Пока нельзя."))).toMatchSnapshot();
  });

  it.each([
    myDataScreen(words, facts),
    zonesScreen(words, now),
    erasureScreen(words, { points: 0 }),
    ownNameScreen(words, "Анна"),
    birthdayScreen(words, undefined),
    ownEmailScreen(words, undefined),
    notErasedScreen(words, "x"),
  ])("no screen is a dead end", (screen) => {
    expect(seen(screen)).toContain("[В меню]");
  });
});
