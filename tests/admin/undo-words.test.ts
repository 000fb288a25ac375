import { expect, it } from "vitest";
import { shortUndoWords, undoQuestion, undoWords } from "../../src/admin/pages/calendar/undo-words.ts";
import type { SlotChange } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";

const everybody = [
  { id: "a", name: "Анна" },
  { id: "b", name: "Мария" },
];
const now = new Date("2026-12-01T06:00:00Z");
const said = (action: SlotChange["action"], from: string, to: string, specialistIds = ["a"]) =>
  undoWords(
    {
      ...{ id: "1", action, actor: OPERATOR, specialistIds, slots: 1, createdAt: now, undoneAt: undefined },
      ...{ startsAt: new Date(from), endsAt: new Date(to) },
    },
    { zone: "Europe/Moscow", now, everybody },
  ).replaceAll("\u00a0", " ");

it("says what, when by the clocks of the business, and whose; of today's no day", () => {
  expect(said("close_slot", "2026-12-01T09:00Z", "2026-12-01T10:00Z")).toBe("закрыто 12:00–13:00, Анна");
  expect(said("add_slot", "2026-12-02T09:00Z", "2026-12-02T10:00Z")).toBe(
    "добавлено ср, 2 дек, 12:00–13:00, Анна",
  );
});

it("of a move says where to, of many whole days from when till when and how many", () => {
  const moved = said("move_slot", "2026-12-01T09:00Z", "2026-12-01T10:00Z", ["a", "b"]);
  expect(moved).toBe("перенесено на 12:00–13:00, Мария");
  const day = said("take_time_off", "2026-12-01T21:00Z", "2026-12-02T21:00Z");
  expect(day).toBe("не работает ср, 2 дек, весь день, Анна");
  const many = said("generate_slots", "2026-12-02T09:00Z", "2026-12-10T10:00Z", ["a", "b"]);
  expect(many).toBe("создано по шаблону ср, 2 дек — чт, 10 дек, 2 специалиста");
});

it("of whom nobody sees any more the name is left out", () => {
  expect(said("delete_slot", "2026-12-01T09:00Z", "2026-12-01T10:00Z", ["z"])).toBe("удалено 12:00–13:00");
});

it("for a phone it is short: no name, and no days where they are many", () => {
  const short = (action: SlotChange["action"], from: string, to: string) =>
    shortUndoWords(
      {
        ...{ id: "1", action, actor: OPERATOR, specialistIds: ["a"], slots: 1, createdAt: now },
        ...{ undoneAt: undefined, startsAt: new Date(from), endsAt: new Date(to) },
      },
      { zone: "Europe/Moscow", now },
    ).replaceAll("\u00a0", " ");
  expect(short("close_slot", "2026-12-01T09:00Z", "2026-12-01T10:00Z")).toBe("закрыто 12:00–13:00");
  expect(short("generate_slots", "2026-12-02T09:00Z", "2026-12-10T10:00Z")).toBe("создано по шаблону");
});

it("SL-6: before more than ten slots of a pattern go by one press it is asked; before fewer, or another change, not", () => {
  const change = (action: SlotChange["action"], slots: number) =>
    undoQuestion({
      ...{
        id: "1",
        action,
        actor: OPERATOR,
        specialistIds: ["a"],
        slots,
        createdAt: now,
        undoneAt: undefined,
      },
      ...{ startsAt: now, endsAt: now },
    }).question;
  expect(change("generate_slots", 11)).toBe("Убрать 11 окошек, созданных по шаблону?");
  expect(change("generate_slots", 22)).toBe("Убрать 22 окошка, созданных по шаблону?");
  expect(change("generate_slots", 10)).toBeUndefined();
  expect(change("take_time_off", 40)).toBeUndefined();
});
