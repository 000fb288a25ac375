import { describe, expect, it } from "vitest";
import { addSpecialist } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { dayOf, plusDays } from "../../src/core/kernel/local-day.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeService, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const { app, url } = await startPanel(await testDatabase());
const maria = await makeSpecialist(app, "Мария");
await makeService(app, "Стрижка");
const idle = granted(await addSpecialist(app, { name: "Анна", serviceIds: [], actor: OPERATOR })).id;
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));

const today = dayOf(app.clock.now(), "Europe/Moscow");
const inDays = (days: number) => plusDays(today, days);
const on = async (action: string, values: object): Promise<string> => {
  const { counted, notice, refused } = (
    await owner.post(`/admin/api/resources/Slot/actions/${action}`, values)
  ).json;
  return (counted ?? notice?.message ?? JSON.stringify(refused)).replaceAll("\u00a0", " ");
};

describe("SL-3: of a slot that was made it is said what its maker may not have meant", () => {
  const slot = { specialistId: maria, day: inDays(13), time: "12:00", length: "60", kind: "regular" };
  const add = (over: object) => on("addSlot", { ...slot, ...over });

  it("nothing, where clients see it and can book it", async () => {
    expect(await add({})).toMatch(/^Окошко добавлено: [^.]+, 12:00\.$/);
  });

  it.each([
    [
      "since when clients see it",
      { day: inDays(14) },
      /Клиенты увидят его с .+: запись открыта на 14 дней вперёд\.$/,
    ],
    ["that it is years ahead", { day: inDays(4000) }, /Проверьте год: до .+ больше года\.$/],
    ["that it is at night", { time: "23:30" }, /Проверьте время: окошко ночное, 23:30–00:30\.$/],
    ["that nothing fits", { time: "15:00", length: "30" }, /Ни одна услуга специалиста в него не помещается/],
    ["that online nothing fits", { time: "17:00", kind: "online" }, /Ни одна услуга специалиста/],
  ])("%s", async (_, over, said) => {
    expect(await add(over)).toMatch(said);
  });
});

describe("SL-3: of slots by a pattern it is said before and after", () => {
  const pattern = {
    ...{
      specialistIds: [maria, idle],
      from: inDays(1),
      to: inDays(12),
      weekdays: ["1", "2", "3", "4", "5", "6", "7"],
    },
    ...{ opensAt: "18:00", closesAt: "20:00", length: "30", kind: "regular", isPreview: "true" },
  };
  const count = (over: object) => on("generateSlots", { ...pattern, ...over });

  it("who does nothing that fits; slots in a row count together", async () => {
    expect(await count({})).toMatch(
      /^Будет создано окошек: 96\. В такие окошки не помещается ни одна услуга \(Анна\): проверьте длину и список услуг\.$/,
    );
    expect(await count({ specialistIds: [maria] })).toBe("Будет создано окошек: 48.");
    expect(await count({ specialistIds: [maria], breakFrom: "18:30", breakTo: "19:30" })).toContain(
      "(Мария)",
    );
  });

  it("up to which day clients see them, or since when the first of them", async () => {
    const whose = { specialistIds: [maria] };
    expect(await count({ ...whose, to: inDays(13) })).toBe("Будет создано окошек: 52.");
    expect(await count({ ...whose, to: inDays(14) })).toMatch(
      /Клиенты пока увидят те, что до .+ включительно: запись открыта на 14 дней вперёд\.$/,
    );
    const far = { ...whose, from: inDays(14), to: inDays(15), isPreview: "" };
    expect(await count(far)).toMatch(/^Создано окошек: 8\. Клиенты увидят первые из них с /);
    // What makes nothing leaves nothing to doubt.
    expect(await count(far)).not.toContain("Клиенты");
  });

  it("that a part of the hours is at night", async () => {
    expect(await count({ specialistIds: [maria], closesAt: "24:00" })).toContain(
      "Проверьте часы: часть из них — ночью.",
    );
  });
});

describe("SL-1: what stands in the way of a slot is said before it is saved", () => {
  const day = inDays(9);
  const slot = { specialistId: maria, day, time: "12:00", length: "60", kind: "regular" };
  const introOf = async (over: object) => {
    const values = { ...slot, ...over, isRecast: "true" };
    const { form } = (await owner.post("/admin/api/resources/Slot/actions/addSlot", values)).json;
    return (form as { readonly intro?: string } | undefined)?.intro;
  };

  it("as soon as a stretch lies over another slot, and never of one that only touches it; nothing is written", async () => {
    expect(await introOf({})).toBeUndefined();
    expect(await introOf({})).toBeUndefined();
    expect(await on("addSlot", slot)).toMatch(/^Окошко добавлено/);
    const overlaps = "Так не сохранится. У специалиста уже есть окошко на это время.";
    expect(await introOf({})).toBe(overlaps);
    expect(await introOf({ time: "09:30", length: "255" })).toBe(overlaps);
    expect(await introOf({ time: "13:00" })).toBeUndefined();
    expect(await introOf({ time: "11:00" })).toBeUndefined();
    expect(await introOf({ specialistId: idle })).toBeUndefined();
  });

  it("that it is over already; and nothing of what is not filled in yet", async () => {
    expect(await introOf({ day: inDays(-1) })).toBe("Так не сохранится. Это время уже прошло.");
    for (const over of [{ time: "" }, { specialistId: "" }, { length: "" }, { length: "0" }, { day: "x" }])
      expect(await introOf(over)).toBeUndefined();
  });
});
