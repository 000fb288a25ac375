import type { Command } from "commander";
import { findSlot, moveSlot } from "../../core/calendar/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { minutesAfter } from "../../core/kernel/instant.ts";
import { durationMinutes } from "../../core/kernel/interval.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { type DayAndTime, readDayAndTime, readId, readIdOrBegin } from "../arguments.ts";
import { answering, type Desk, openShop } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { changedSlot, withSlot } from "./changed-slot.ts";
import { idOf } from "./id-of.ts";
import { specialistIdOf } from "./lookup.ts";
import { readLength } from "./slot-view.ts";
import { instantOf } from "./typed-moment.ts";

type MoveFlags = {
  readonly to: DayAndTime;
  readonly length?: number;
  readonly specialist?: string;
  readonly id?: string;
};

/** Moves a free slot: to another time, another length, another specialist; a booked one stays (SL-6). */
export function addMoveSlot(slots: Command, desk: Desk): void {
  withExamples(
    slots
      .command("move")
      .description("перенести свободное окно на другое время; занятое не сдвинется")
      .argument("<id>", "id окна или его начало, как в slots list", readIdOrBegin)
      .requiredOption("--to <день и время>", "новое начало, «ГГГГ-ММ-ДД ЧЧ:ММ»", readDayAndTime)
      .option("--length <n>", "длина окна в минутах; без флага — как была", readLength)
      .option("--specialist <кто>", "имя или id; без флага — тот же, что был")
      .option("--id <uuid>", "id этого изменения: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (slotId: string, flags: MoveFlags) => move(desk, slotId, flags))),
    'slots move 0f8fad5b --to "2026-12-01 10:00"',
    'slots move 0f8fad5b --to "2026-12-01 10:00" --length 90 --specialist Анна',
  );
}

async function move(desk: Desk, typed: string, { to, length, specialist, id }: MoveFlags) {
  const { app, zone } = await openShop(desk);
  const other = await specialistIdOf(app, specialist);
  if (!other.ok) return other;
  const named = await idOf(app, "slot", typed);
  if (!named.ok) return named;
  const slotId = named.value;
  const slot = await findSlot(app.db, slotId);
  if (slot === undefined) return refuse("unknown_slot", { given: typed });
  const startsAt = instantOf(to, zone, "--to");
  const endsAt = minutesAfter(startsAt, length ?? durationMinutes(slot));
  const where = { startsAt, endsAt, specialistId: other.value };
  const moved = await moveSlot(app, { slotId, changeId: id, ...where, actor: OPERATOR });
  return moved.ok ? changedSlot(desk, moved.value, "Окно перенесено") : withSlot(moved, typed);
}
