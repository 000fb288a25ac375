import { describe, expect, it } from "vitest";
import {
  audienceText,
  broadcastStateText,
  buttonLabels,
  standingText,
  variablesHint,
} from "../../../src/core/broadcasts/index.ts";

const NOBODY_AHEAD = { fact: "upcoming", op: "is", value: false } as const;

describe("a broadcast in words", () => {
  it("MS-4: a draft that the product wrote waits for a decision, one of a person's does not", () => {
    expect(broadcastStateText({ state: "draft", proposedAt: new Date() })).toBe("ждёт решения");
    expect(broadcastStateText({ state: "draft", proposedAt: undefined })).toBe("черновик");
    expect(broadcastStateText({ state: "cancelled", proposedAt: new Date() })).toBe("отменена");
  });

  it.each([
    ["marketing_off", true, "на паузе: реклама выключена"],
    ["marketing_off", false, "на паузе, можно продолжить"],
    ["by_staff", true, "на паузе"],
    ["by_staff", false, "на паузе"],
  ] as const)(
    "MS-7: paused because of %s, with the switch off: %s, it is «%s»",
    (pausedReason, isSwitchedOff, words) => {
      expect(standingText({ state: "paused", pausedReason, proposedAt: undefined }, { isSwitchedOff })).toBe(
        words,
      );
    },
  );

  it("one that goes on says nothing of an earlier pause", () => {
    const going = { state: "running", pausedReason: "marketing_off", proposedAt: undefined } as const;
    expect(standingText(going, { isSwitchedOff: false })).toBe("идёт");
  });

  it.each([
    [{ segmentName: "Новые", segment: NOBODY_AHEAD, kind: "hot" }, "Новые"],
    [{ segmentName: "", segment: { all: [] }, kind: "marketing" }, "все клиенты"],
    [{ segmentName: "", segment: NOBODY_AHEAD, kind: "hot" }, "без записи впереди"],
    [{ segmentName: "", segment: NOBODY_AHEAD, kind: "marketing" }, "свой отбор"],
  ] as const)("whom it goes to: %o", (broadcast, words) => {
    expect(audienceText(broadcast)).toBe(words);
  });

  it("MS-4: under hot windows stands the way to all of them, above the way out", () => {
    const message = { broadcast: { kind: "hot" }, buttons: [{ label: "🔴 чт" }], hasWayOut: true } as const;
    expect(buttonLabels(message)).toEqual(["🔴 чт", "Все горящие окна", "Не присылать такое"]);
    expect(buttonLabels({ ...message, broadcast: { kind: "informational" }, hasWayOut: false })).toEqual([
      "🔴 чт",
    ]);
  });

  it("every variable is told with what it becomes", () => {
    const hint = variablesHint().replaceAll("\u00a0", " ");
    expect(hint).toContain("{баллы} → 150 баллов");
    expect(hint.match(/→/g)).toHaveLength(6);
  });

  it("the business's own become what they are, or are said to be empty; the reader's are examples", () => {
    const hint = variablesHint({ салон: "Пион", адрес: "Тверь, Речная, 3", телефон: "" });
    expect(hint.replaceAll("\u00a0", " ")).toBe(
      "{имя} → Анна, {баллы} → 150 баллов, {салон} → Пион, {адрес} → Тверь, Речная, 3, " +
        "{телефон} → пока пусто, задаётся в «Настройках», {последний визит} → 12 ноября",
    );
  });
});
