import { expect, it } from "vitest";
import { InvariantError, invariant, present, unreachable } from "../../../src/core/kernel/invariant.ts";

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

it("what holds passes in silence", () => {
  expect(thrownBy(() => invariant(true, "holds"))).toBeUndefined();
});

it("what does not hold stops, with its sentence, its facts and its name for the log", () => {
  const error = thrownBy(() => invariant(false, "a sum is off", { off: 1 }));
  expect(error).toBeInstanceOf(InvariantError);
  expect(error).toMatchObject({ name: "InvariantError", message: "a sum is off", facts: { off: 1 } });
});

it.each([0, "", false, Number.NaN])("%j is there: only what is missing stops", (value) => {
  expect(present(value, "value")).toBe(value);
});

it.each([undefined, null])("%s is missing, and the sentence says what", (value) => {
  const error = thrownBy(() => present(value, "the client"));
  expect(error).toBeInstanceOf(InvariantError);
  expect(error).toMatchObject({ message: "the client is missing" });
});

it("a case that the types rule out stops and names itself", () => {
  const fromOutside: { kind: never } = JSON.parse('{ "kind": "unheard_of" }');
  const error = thrownBy(() => unreachable(fromOutside.kind));
  expect(error).toBeInstanceOf(InvariantError);
  expect(error).toMatchObject({ facts: { value: "unheard_of" } });
});
