import { describe, expect, it } from "vitest";
import { isZone } from "../../../src/core/kernel/local-day.ts";
import { CITIES, zoneWords } from "../../../src/core/kernel/zone-names.ts";

const AT = new Date("2026-12-01T09:00:00Z");

describe("UN-4: a zone is called as people call it", () => {
  it.each([
    ["Europe/Moscow", "Москва"],
    ["Asia/Yekaterinburg", "Екатеринбург"],
    ["Asia/Novosibirsk", "Новосибирск"],
    ["Europe/Paris", "Франция"],
  ])("%s: %s", (zone, name) => {
    expect(zoneWords(zone, AT)).toBe(name);
  });

  it("and each city's zone is one", () => {
    for (const zone of Object.keys(CITIES)) expect(isZone(zone)).toBe(true);
  });

  it("no zone of the world is without a name, and none of Russia's is called by its id", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) expect(zoneWords(zone, AT)).not.toBe("");
    for (const zone of Object.keys(CITIES)) expect(zoneWords(zone, AT)).toMatch(/^[А-ЯЁ][а-яё]+$/);
  });
});
