import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { pasted } from "../../../src/core/kernel/pasted.ts";

it.each([
  ["okoshko.backup", "okoshko.backup"],
  ["копия-1.backup", "копия-1.backup"],
  ["мой файл.backup", "'мой файл.backup'"],
  ["-x.backup", "./-x.backup"],
  ["it's", String.raw`'it'\''s'`],
])("%s is pasted as %s", (file, said) => {
  expect(pasted(file)).toBe(said);
});

it("a shell reads it as the name it was", () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter((one) => !/[\0\ud800-\udfff]/u.test(one));
  fc.assert(
    fc.property(name, (file) => {
      const read = execFileSync("bash", ["-c", `printf %s ${pasted(file)}`]).toString("utf8");
      expect([file, `./${file}`]).toContain(read);
    }),
    { numRuns: 20 },
  );
});
