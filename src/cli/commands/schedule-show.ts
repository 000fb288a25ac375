import type { Command } from "commander";
import { readExportKey } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { exportOf } from "./export-of.ts";
import { exportJson, runJson, showText } from "./schedule-view.ts";

/** One export: what it is, when it is made next, and what came of it the last times. */
export function addScheduleShow(schedule: Command, desk: Desk): void {
  withExamples(
    schedule
      .command("show")
      .description("показать выгрузку: когда будет дальше и чем кончились последние десять раз")
      .argument("<номер>", "номер, как в schedule list, или id", readExportKey)
      .action(answering(desk, (key: string | number) => show(desk, key))),
    "schedule show 2",
    "schedule show 2 --json",
  );
}

async function show(desk: Desk, key: string | number) {
  const { app, zone } = await openShop(desk);
  const found = await exportOf(app, key);
  if (!found.ok) return found;
  const view = found.value;
  return reply({ ...exportJson(view), runs: view.runs.map(runJson) }, () =>
    showText(view, { zone, columns: desk.io.columns }),
  );
}
