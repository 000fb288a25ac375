import fc from "fast-check";
import {
  FACTS,
  type Operand,
  readDefinition,
  type SegmentDefinition,
} from "../../../src/core/segments/index.ts";
import { granted } from "../../support/make.ts";

/** Ids and tags that a generated condition may name: some that generated clients have, one that nobody has. */
export type Vocabulary = {
  readonly services: readonly string[];
  readonly specialists: readonly string[];
  readonly tags: readonly string[];
};

/** Few numbers, so that clients stand before, at and after them. */
const DAYS = [0, 1, 7, 30, 365];
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  days: DAYS,
  times: [0, 1, 2, 3],
  rubles: [0, 1, 500, 1_000, 2_500],
  points: [-100, 0, 1, 300],
};

const operandOf = (operand: Operand, words: Vocabulary): fc.Arbitrary<unknown> => {
  switch (operand.kind) {
    case "whole":
      return fc.constantFrom(...(NUMBERS[operand.unit] ?? []));
    case "month":
      return fc.integer({ min: 1, max: 12 });
    case "yesNo":
      return fc.boolean();
    case "nothing":
      return fc.constant(undefined);
    default:
      return fc.uniqueArray(fc.constantFrom(...words[operand.kind]), { minLength: 1, maxLength: 3 });
  }
};

/** A condition as it would come from a form: any fact, any way to compare it. */
export const anyRawCondition = (words: Vocabulary): fc.Arbitrary<unknown> =>
  fc.oneof(
    ...Object.entries(FACTS).flatMap(([fact, { ops, hasPeriod }]) =>
      Object.entries(ops).map(([op, { operand }]) =>
        fc
          .record({
            value: operandOf(operand, words),
            days: hasPeriod
              ? fc.option(fc.constantFrom(1, 7, 30), { nil: undefined })
              : fc.constant(undefined),
          })
          .map(({ value, days }) => ({
            ...{ fact, op },
            ...(value === undefined ? {} : { value }),
            ...(days === undefined ? {} : { days }),
          })),
      ),
    ),
  );

/** A definition as it would come from a form: up to four groups deep. */
export const anyRawDefinition = (words: Vocabulary): fc.Arbitrary<unknown> => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: anyRawCondition(words) },
      { weight: 2, arbitrary: fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ not: tie("tree") }) },
    ),
  }));
  return tree.filter((raw) => readDefinition(raw).ok);
};

export const anyDefinition = (words: Vocabulary): fc.Arbitrary<SegmentDefinition> =>
  anyRawDefinition(words).map((raw) => granted(readDefinition(raw)));
