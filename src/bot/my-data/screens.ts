import type { ClientInFigures } from "../../core/booking/index.ts";
import type { LocalDay, Zone } from "../../core/kernel/local-day.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { zoneWords } from "../../core/kernel/zone-names.ts";
import { birthdayText } from "../../core/people/index.ts";
import { pointsText } from "../book-visit/summary.ts";
import {
  askBirthday,
  askErasure,
  askOwnEmail,
  askOwnName,
  askOwnPhone,
  downloadData,
  dropBirthday,
  dropEmail,
  eraseNow,
  setNews,
  setZone,
  toMyBookings,
  toMyData,
  toZones,
} from "../buttons.ts";
import { fullDateOf, timeOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, inRows, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { CITY_CODES, cityOfCode } from "./zones.ts";

export type MyDataFacts = ClientInFigures & {
  readonly name: string;
  readonly phone: string | undefined;
  readonly isPhoneChecked: boolean;
  readonly email: string | undefined;
  readonly birthday: LocalDay | undefined;
  readonly timeZone: Zone | undefined;
  readonly note?: string | undefined;
  readonly now: Date;
};

/** All that is kept about a client, in words, and what they may do with it (PE-2). */
export function myDataScreen(words: Words, facts: MyDataFacts): Screen {
  const { phone, email, birthday, consentGivenAt, wantsMarketing, note } = facts;
  const none = words.c("my-data-none");
  return {
    text: lines(
      note,
      note && "",
      words.t("my-data-title"),
      "",
      words.t("my-data-name", { name: facts.name }),
      words.t(facts.isPhoneChecked ? "my-data-phone-checked" : "my-data-phone", { phone: phone ?? none }),
      words.t("my-data-email", { email: email ?? "none" }),
      words.t("my-data-birthday", { birthday: birthday === undefined ? none : birthdayText(birthday) }),
      words.t("my-data-zone", { zone: zoneText(words, facts) }),
      words.t(wantsMarketing ? "my-data-news-on" : "my-data-news-off"),
      consentGivenAt &&
        words.t("my-data-consent", {
          date: fullDateOf(consentGivenAt, words.zone),
          version: facts.consentVersion ?? "",
        }),
      "",
      words.t("my-data-bookings", { bookings: facts.bookings, visits: facts.completedVisits }),
      words.t("my-data-points", { points: formatWhole(facts.points) }),
    ),
    buttons: [
      [
        button(words.c("button-own-name"), askOwnName.pack({})),
        button(words.c("button-own-phone"), askOwnPhone.pack({})),
      ],
      [
        button(words.c("button-birthday"), askBirthday.pack({})),
        button(words.c("button-zone"), toZones.pack({})),
      ],
      [button(words.c("button-own-email"), askOwnEmail.pack({}))],
      [newsButton(words, wantsMarketing)],
      [button(words.c("button-download"), downloadData.pack({}))],
      [button(words.c("button-erase"), askErasure.pack({}))],
      [toMenuButton(words)],
    ],
  };
}

/** The caption is kept as evidence of what was pressed, so it says by itself what it does (PE-1). */
const newsButton = (words: Words, wantsMarketing: boolean): Button =>
  wantsMarketing
    ? button(words.c("button-news-off"), setNews.pack({ answer: "no" }))
    : button(words.c("button-news-on"), setNews.pack({ answer: "yes" }));

function zoneText(words: Words, { timeZone, now }: Pick<MyDataFacts, "timeZone" | "now">): string {
  if (timeZone === undefined) return words.c("my-data-zone-same", { zone: zoneWords(words.zone, now) });
  return zoneWords(timeZone, now);
}

const back = (words: Words): readonly Button[] => [button(words.c("button-back"), toMyData.pack({}))];

export const ownNameScreen = (words: Words, name: string, note?: string): Screen => ({
  text: lines(note, note && "", words.t("own-name-ask", { name })),
  buttons: [back(words), [toMenuButton(words)]],
  expects: { what: "own_name" },
});

/** Where receipts go (PY-6): typed anew, or taken away. */
export const ownEmailScreen = (words: Words, email: string | undefined, note?: string): Screen => ({
  text: lines(
    note,
    note && "",
    words.t("own-email-ask", { email: email ?? "none" }).trim(),
    words.t("own-email-how"),
  ),
  buttons: [
    ...(email === undefined ? [] : [[button(words.c("button-email-drop"), dropEmail.pack({}))]]),
    back(words),
    [toMenuButton(words)],
  ],
  expects: { what: "own_email" },
});

export const birthdayScreen = (words: Words, birthday: LocalDay | undefined, note?: string): Screen => ({
  text: lines(note, note && "", words.t("birthday-ask")),
  buttons: [
    ...(birthday === undefined ? [] : [[button(words.c("button-birthday-drop"), dropBirthday.pack({}))]]),
    back(words),
    [toMenuButton(words)],
  ],
  expects: { what: "birthday" },
});

/** Russia's zones, each with the time it is there now; only online visits are told in it (UN-4). */
export const zonesScreen = (words: Words, now: Date): Screen => ({
  text: words.t("zone-ask"),
  buttons: [
    ...inRows(
      CITY_CODES.map((code) => {
        const { zone, city } = cityOfCode(code);
        return button(
          words.c("button-city", { city, time: timeOf(now, zone) }),
          setZone.pack({ city: code }),
        );
      }),
      2,
    ),
    [button(words.c("button-zone-same"), setZone.pack({ city: "same" }))],
    back(words),
    [toMenuButton(words)],
  ],
});

/** The first of two taps: exactly what goes, and what stays (PE-2). */
export const erasureScreen = (words: Words, facts: { readonly points: number }): Screen => ({
  text: lines(
    words.t("erase-title"),
    "",
    words.t("erase-goes"),
    facts.points > 0 ? words.t("erase-points", { points: pointsText(words, facts.points) }) : undefined,
    facts.points < 0 ? words.t("erase-debt", { points: pointsText(words, facts.points) }) : undefined,
    words.t("erase-chat"),
    "",
    words.t("erase-stays"),
    "",
    words.t("erase-forever"),
  ),
  buttons: [
    [button(words.c("button-erase-now"), eraseNow.pack({}), "danger")],
    [button(words.c("button-erase-not"), toMyData.pack({}))],
    [toMenuButton(words)],
  ],
});

export const notErasedScreen = (words: Words, why: string): Screen => ({
  text: why,
  buttons: [
    [button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 }))],
    back(words),
    [toMenuButton(words)],
  ],
});
