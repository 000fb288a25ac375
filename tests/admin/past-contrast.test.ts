import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { present } from "../../src/core/kernel/invariant.ts";

const css = readFileSync("src/admin/assets/calendar.css", "utf8");
const ruleOf = (selector: string): string =>
  present(css.split(`.ok-cal ${selector} {`)[1]?.split("}")[0], `the look of ${selector}`);

type Rgb = readonly number[];
const read = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const overWhite = (colour: Rgb, opacity: number): Rgb =>
  colour.map((part) => part * opacity + 255 * (1 - opacity));
const light = (colour: Rgb): number => {
  const [r = 0, g = 0, b = 0] = colour.map((part) =>
    part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (one: Rgb, other: Rgb): number => {
  const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};

it.each(["regular", "hot", "online", "completed", "no_show", "closed"])(
  "what is over, %s, is pale and still read: 4.5 to one",
  (look) => {
    const opacity = Number(/opacity: ([\d.]+)/.exec(ruleOf(".ok-cal-past"))?.[1]);
    const own = ruleOf(`.ok-cal-${look}`);
    const [words, ground] = [/[^-]color: (#\w{6})/, /background: \D*(#\w{6})/].map((shape) =>
      overWhite(read(present(shape.exec(own)?.[1], "its colour")), opacity),
    );
    expect(opacity).toBeLessThan(0.95);
    expect(ratio(words ?? [], ground ?? [])).toBeGreaterThanOrEqual(4.5);
  },
);
