import { describe, expect, it, vi } from "vitest";
import { patientIo } from "../../src/cli/patience.ts";
import { barLine, startProgress } from "../../src/cli/progress.ts";
import { sizeText } from "../../src/cli/size.ts";

const NBSP = "\u00a0";

describe("a progress bar", () => {
  it.each([
    [0, 3_000, 80, `${"░".repeat(30)}   0${NBSP}%, время пока неясно`],
    [0.02, 60_000, 80, `${"░".repeat(30)}   2${NBSP}%, время пока неясно`],
    [0.03, 60_000, 80, `${"░".repeat(30)}   3${NBSP}%, осталось 32 минуты`],
    [0.5, 2_000, 80, `${"█".repeat(15)}${"░".repeat(15)}  50${NBSP}%, осталось 2 секунды`],
    [0.5, 10_000, 80, `${"█".repeat(15)}${"░".repeat(15)}  50${NBSP}%, осталось 10 секунд`],
    [0.25, 120_000, 80, `${"█".repeat(7)}${"░".repeat(23)}  25${NBSP}%, осталось 6 минут`],
    [0.98, 48_000, 80, `${"█".repeat(29)}░  98${NBSP}%, осталось 1 секунда`],
    // All is done when the answer is there, never before.
    [0.999, 5_000, 42, `${"█".repeat(9)}░  99${NBSP}%, заканчиваем…`],
    [1, 5_000, 42, `${"█".repeat(9)}░  99${NBSP}%, заканчиваем…`],
  ])("at %d after %d ms in %d columns", (share, elapsedMs, columns, line) => {
    expect(barLine(share, { elapsedMs, columns })).toBe(line);
    expect(line.length).toBeLessThanOrEqual(columns);
  });

  it("is drawn after two seconds, five times a second at most, and wiped away at the end", () => {
    const lines: string[] = [];
    let now = 0;
    const io = { bar: (line: string) => lines.push(line), columns: 80 };
    const progress = startProgress(io as never, () => now);
    for (; now < 4_000; now += 50) progress.report(now / 10_000);
    progress.end();
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("");
  });

  it("goes on by itself while a step takes long, and stops at the end", async () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const io = { bar: (line: string) => lines.push(line), columns: 80 };
    const progress = startProgress(io as never, () => Date.now());
    await vi.advanceTimersByTimeAsync(3_000);
    expect(lines).toEqual([]);
    progress.report(0.5);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([lines[0], lines.at(-1)]).toEqual([
      expect.stringContaining("осталось 3 секунды"),
      expect.stringContaining("осталось 6 секунд"),
    ]);
    progress.end();
    const drawn = lines.length;
    await vi.advanceTimersByTimeAsync(3_000);
    vi.useRealTimers();
    expect([lines.length, lines.at(-1)]).toEqual([drawn, ""]);
  });

  it("is never drawn where nobody looks, nor for what is over soon", () => {
    const lines: string[] = [];
    const soon = startProgress({ bar: (line: string) => lines.push(line), columns: 80 } as never, () => 0);
    soon.report(0.5);
    soon.end();
    expect(lines).toEqual([]);
    startProgress({ columns: 80 } as never).end();
  });
});

it.each([
  [0, `0${NBSP}Б`],
  [1_023, `1${NBSP}023${NBSP}Б`],
  [1_024, `1${NBSP}КБ`],
  [12_900_000, `12,3${NBSP}МБ`],
  [5 * 1_024 ** 4, `5${NBSP}ТБ`],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

describe("«Выполняется…»", () => {
  const watched = (over: object = {}) => {
    const lines: string[] = [];
    const clock = { now: 0 };
    const shell = {
      ...{ env: {}, columns: 80, err: () => undefined, askSecret: undefined, readInput: async () => "" },
      ...{ out: () => undefined, bar: (line: string) => lines.push(line), isOutSeen: true, ...over },
    };
    const patient = patientIo(shell as never, () => clock.now);
    patient.end();
    const at = (ms: number): readonly string[] => {
      clock.now = ms;
      lines.length = 0;
      patient.tick();
      return [...lines];
    };
    return { ...patient, at, lines };
  };

  it("is said after two seconds, and wiped away before the answer and at the end", () => {
    const { at, io, lines, end } = watched();
    expect([at(1_999), at(2_000), at(65_000)]).toEqual([
      [],
      ["Выполняется… 2 секунды"],
      ["Выполняется… 65 секунд"],
    ]);
    void io.out("ответ");
    end();
    expect(lines).toEqual(["Выполняется… 65 секунд", ""]);
    expect(at(70_000)).toEqual([]);
  });

  it("gives way to a bar of the command's own, and comes back when that is over or stands still", () => {
    const { at, io } = watched();
    at(3_000);
    io.bar?.("██░░");
    expect([at(4_500), at(5_000)]).toEqual([[], ["Выполняется… 5 секунд"]]);
    io.bar?.("");
    expect(at(6_000)).toEqual(["Выполняется… 6 секунд"]);
  });

  it("is not said before a bar that is about to come, which counts from when the command was begun", () => {
    const { at, io, lines } = watched();
    at(1_900);
    let barMs = 0;
    const progress = startProgress(io, () => barMs);
    barMs = 100;
    progress.report(0.5);
    expect(at(2_000)).toEqual([]);
    barMs = 200;
    progress.report(0.5);
    expect(lines).toEqual([expect.stringContaining("осталось 1 секунда")]);
    progress.end();
    expect(at(4_500)).toEqual(["Выполняется… 5 секунд"]);
  });

  it("goes on where the answer goes to a file, and is silent while somebody types", async () => {
    const typed = Promise.withResolvers<string>();
    const { at, io } = watched({ isOutSeen: false, askSecret: () => typed.promise });
    void io.out("строка");
    expect(at(3_000)).toEqual(["Выполняется… 3 секунды"]);
    const asked = io.askSecret?.("Пароль: ");
    expect(at(4_000)).toEqual([]);
    typed.resolve("тайна");
    await asked;
    expect(at(5_000)).toEqual(["Выполняется… 5 секунд"]);
  });

  it("is never said where nobody looks", () => {
    expect(watched({ bar: undefined }).at(10_000)).toEqual([]);
  });
});
