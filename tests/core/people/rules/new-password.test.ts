import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneTimePassword, readNewPassword } from "../../../../src/core/people/rules/new-password.ts";

describe("a new password (PE-3)", () => {
  it.each<[string, string, string]>([
    ["nine characters", "012345678", "password_too_short"],
    ["ten", "k7mpx3q9ab", "done"],
    ["a row of digits", "1234567890", "password_too_plain"],
    ["a word that everybody tries, digits after it", "Password12", "password_too_plain"],
    ["the same with a sign", "password-2026!", "password_too_plain"],
    ["a row of keys", "qwertyuiop", "password_too_plain"],
    ["a Russian one", "йцукенгшщз1", "password_too_plain"],
    ["such a word among others", "password of the cat", "done"],
    ["ten, each of two units", "😀😁😂😃😄😅😆😇😈😉", "done"],
    ["two hundred", "abcde".repeat(40), "done"],
    ["two hundred and one", `${"abcde".repeat(40)}f`, "password_too_long"],
    ["four different ones", "aabbccddab", "password_too_plain"],
    ["five different ones", "aabbccddee", "done"],
    ["spaces inside and around", " correct horse ", "done"],
    ["the e-mail itself, in another case", "OLGA@example.test", "password_too_plain"],
  ])("of %s", (_, typed, expected) => {
    const outcome = readNewPassword(typed, "olga@example.test");
    expect(outcome.ok ? "done" : outcome.refusal).toBe(expected);
  });

  it("is kept as it was typed", () => {
    expect(readNewPassword("  Слово Слово ")).toEqual({ ok: true, value: "  Слово Слово " });
  });
});

describe("a password to be told once", () => {
  it("will do, whatever it is made from, and is of signs that are not mixed up", () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const password = oneTimePassword(uuid);
        expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
      }),
    );
  });

  it("of another uuid is another", () => {
    const one = oneTimePassword("7b1c9f0e-5a34-4b2d-9c1f-0123456789ab");
    expect(oneTimePassword("7b1c9f0e-5a34-4b2d-9c1f-0123456789ac")).not.toBe(one);
    expect(readNewPassword(one).ok).toBe(true);
  });
});
