import { describe, expect, it } from "vitest";
import type { BroadcastButton, BroadcastContent } from "../../../../src/core/broadcasts/model.ts";
import { checkContent } from "../../../../src/core/broadcasts/rules/content.ts";

const content = (over: Partial<BroadcastContent> = {}): BroadcastContent => ({
  kind: "marketing",
  title: "Осень",
  text: "Здравствуйте!",
  buttons: [],
  advertiser: "",
  erid: "",
  ...over,
});
const link = (url: string, label = "Сюда"): BroadcastButton => ({ leadsTo: "link", url, label });

describe("what a broadcast says (MS-3)", () => {
  it.each<[string, Partial<BroadcastContent>, boolean]>([
    ["a plain text", {}, false],
    ["4 096 characters", { text: "я".repeat(4096) }, false],
    ["1 024 under a picture", { text: "я".repeat(1024) }, true],
    ["tags that do not count", { text: `<b>${"я".repeat(4096)}</b>` }, false],
    ["five buttons", { buttons: Array.from({ length: 5 }, () => link("https://x.test")) }, false],
    ["a variable in a link", { text: '<a href="https://x.test/?n={имя}">x</a>' }, false],
  ])("may be %s", (_, over, hasPicture) => {
    expect(checkContent(content(over), { hasPicture })).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<BroadcastContent>, boolean]>([
    ["broadcast_title_empty", { title: "" }, false],
    ["broadcast_title_too_long", { title: "я".repeat(101) }, false],
    ["broadcast_text_empty", { text: " <b> </b> " }, false],
    ["broadcast_text_too_long", { text: "я".repeat(4097) }, false],
    ["broadcast_text_too_long", { text: "я".repeat(1025) }, true],
    ["broadcast_text_too_long", { text: `${"я".repeat(4040)}{имя}` }, false],
    ["broadcast_text_too_long", { text: "я".repeat(4090), erid: "2VtzqwXyz" }, false],
    ["broadcast_variable_unknown", { text: "{имья}, здравствуйте" }, false],
    ["broadcast_markup_broken", { text: "<b>жирно" }, false],
    ["broadcast_markup_broken", { text: "{последний визит|<b>давно}" }, false],
    [
      "broadcast_buttons_too_many",
      { buttons: Array.from({ length: 6 }, () => link("https://x.test")) },
      false,
    ],
    ["broadcast_button_unreadable", { buttons: [link("http://x.test")] }, false],
    ["broadcast_button_unreadable", { buttons: [link("куда-то")] }, false],
    ["broadcast_button_unreadable", { buttons: [link("https://x.test", "")] }, false],
    ["broadcast_button_unreadable", { buttons: [link("https://x.test", "я".repeat(41))] }, false],
    ["broadcast_button_unreadable", { buttons: [{ leadsTo: "service", serviceId: "s", label: " " }] }, false],
  ])("is refused: %s", (refusal, over, hasPicture) => {
    expect(checkContent(content(over), { hasPicture })).toMatchObject({ ok: false, refusal });
  });

  it("is refused with the unknown variable and the known ones", () => {
    expect(checkContent(content({ text: "{скидка}" }), { hasPicture: false })).toMatchObject({
      detail: { given: "{скидка}", known: "{имя}, {баллы}, {салон}, {адрес}, {телефон}, {последний визит}" },
    });
  });
});
