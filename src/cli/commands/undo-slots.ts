import type { Command } from "commander";
import { countTold } from "../../core/broadcasts/index.ts";
import {
  lastSlotChange,
  SLOT_CHANGE_WORDS,
  type UndoneChange,
  undoSlotChange,
} from "../../core/calendar/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { readIdOrBegin } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf } from "../output.ts";
import { idOf } from "./id-of.ts";

const SLOTS = ["окно", "окна", "окон"] as const;
const CLIENTS = ["клиенту", "клиентам", "клиентам"] as const;

/** Undoes what the command line changed last about slots. */
export function addUndoCommand(slots: Command, desk: Desk): void {
  withExamples(
    slots
      .command("undo")
      .description("отменить последнее изменение окон из командной строки: в течение часа")
      .argument("[id]", "id изменения или его начало; без него — последнее", readIdOrBegin)
      .option("--dry-run", "только показать, что отменится")
      .action(answering(desk, (id: string | undefined, flags: { dryRun?: true }) => undo(desk, id, flags))),
    "slots undo --dry-run",
    "slots undo",
  );
}

async function undo(desk: Desk, id: string | undefined, { dryRun: isDryRun = false }: { dryRun?: boolean }) {
  const { app, zone } = await openShop(desk);
  const now = app.clock.now();
  const named = id === undefined ? undefined : await idOf(app, "slotChange", id);
  if (named?.ok === false) return named;
  const changeId = named?.value ?? (await lastSlotChange(app.db, { actor: OPERATOR, now }))?.id;
  if (changeId === undefined) return refuse("unknown_change");
  const undone = await undoSlotChange(app, { changeId, actor: OPERATOR, isDryRun });
  if (!undone.ok) return undone;
  const { change, slots, announcedSlotIds } = undone.value;
  const told = await countTold(app.db, { slotIds: announcedSlotIds, since: change.createdAt });
  const { action, createdAt } = change;
  return reply({ isDryRun, changeId, action, createdAt, slots, told }, () =>
    undoneText(undone.value, told, { isDryRun, zone }),
  );
}

function undoneText(
  { change, slots }: UndoneChange,
  told: number,
  { isDryRun, zone }: { readonly isDryRun: boolean; readonly zone: Zone },
): string {
  const lead = isDryRun ? "Проба, ничего не изменено. Отменилось бы" : "Отменено";
  const what = `${SLOT_CHANGE_WORDS[change.action]} (${momentOf(change.createdAt, zone)})`;
  const announced =
    told > 0 ? `\nО горящем окне уже написали ${counted(told, CLIENTS)}: этого не вернуть.` : "";
  return `${lead}: ${what}, ${counted(slots, SLOTS)}.${announced}`;
}
