import fc from "fast-check";
import { expect, it } from "vitest";
import { exposition, type Measure } from "../../../../src/core/reports/rules/exposition.ts";
import { readMetrics } from "../../../support/prometheus.ts";

it("writes help, type and samples, each on a line that ends", () => {
  expect(
    exposition([
      { name: "a_up", help: "It lives.", type: "gauge", samples: [{ value: 1 }] },
      {
        name: "b_total",
        help: "Back\\slash\nand line",
        type: "counter",
        samples: [{ labels: { kind: 'a"b\\c\nd', state: "sent" }, value: 0.5 }],
      },
      { name: "c", help: "Nothing is known.", type: "gauge", samples: [] },
    ]),
  ).toBe(
    [
      "# HELP a_up It lives.",
      "# TYPE a_up gauge",
      "a_up 1",
      "# HELP b_total Back\\\\slash\\nand line",
      "# TYPE b_total counter",
      'b_total{kind="a\\"b\\\\c\\nd",state="sent"} 0.5',
      "",
    ].join("\n"),
  );
});

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/);
const sample = fc.record({
  labels: fc.dictionary(
    name,
    fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\r", "")),
    {
      maxKeys: 3,
      noNullPrototype: true,
    },
  ),
  value: fc.double(),
});
const measure: fc.Arbitrary<Measure> = fc.record({
  name,
  help: fc.string().filter((text) => text.trim() === text && text !== ""),
  type: fc.constantFrom("gauge" as const, "counter" as const),
  samples: fc.array(sample, { minLength: 1, maxLength: 3 }),
});

it("whatever is in it, a parser of the format reads back the same", () => {
  fc.assert(
    fc.property(fc.uniqueArray(measure, { selector: (one) => one.name }), (measures) => {
      const read = [...readMetrics(exposition(measures))].map(([own, rest]) => ({ name: own, ...rest }));
      // The format knows one zero.
      const plain = (value: number) => (Object.is(value, -0) ? 0 : value);
      expect(read).toEqual(
        measures.map((one) => ({
          ...one,
          samples: one.samples.map(({ labels, value }) => ({ labels, value: plain(value) })),
        })),
      );
    }),
  );
});
