import type { Command } from "commander";
import { addSpecialist, listSpecialists } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { pasted } from "../../core/kernel/pasted.ts";
import { readNames } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { serviceIdsOf } from "./lookup.ts";
import { addSpecialistChanges } from "./specialist-changes.ts";
import { specialistCardJson, specialistGround, specialistJson, specialistTable } from "./specialist-view.ts";

export function addSpecialistCommands(specialists: Command, desk: Desk): void {
  withExamples(
    specialists
      .command("add")
      .description("добавить специалиста")
      .requiredOption("--name <имя>", "имя, как его видят клиенты")
      .option("--about <текст>", "несколько слов о специалисте")
      .option("--meeting-url <адрес>", "ссылка на онлайн-встречи, https://…")
      .option("--services <что>", "all или названия через запятую: что делает", readNames)
      .action(answering(desk, (flags: AddFlags) => addOne(desk, flags))),
    'specialists add --name "Анна Белова" --services all',
    'specialists add --name "Мария" --services "Стрижка,Укладка" --meeting-url https://meet.example/maria',
  );
  withExamples(
    specialists
      .command("list")
      .description("показать специалистов")
      .action(answering(desk, () => list(desk))),
    "specialists list",
    "specialists list --json",
  );
  addSpecialistChanges(specialists, desk);
}

type AddFlags = {
  readonly name: string;
  readonly about?: string;
  readonly meetingUrl?: string;
  readonly services?: "all" | readonly string[];
};

async function addOne(desk: Desk, flags: AddFlags) {
  const { app } = await openShop(desk);
  const serviceIds = await serviceIdsOf(app, flags.services);
  if (!serviceIds.ok) return serviceIds;
  const { name, about, meetingUrl } = flags;
  const added = await addSpecialist(app, {
    name,
    about,
    meetingUrl,
    serviceIds: serviceIds.value,
    actor: OPERATOR,
  });
  if (!added.ok) {
    return added.refusal === "name_taken"
      ? refuse("name_taken", {
          given: name,
          instead: `npm run -s cli -- specialists change ${pasted(name)} --on`,
        })
      : added;
  }
  const specialist = added.value;
  return reply(
    specialistJson(specialist),
    `Специалист добавлен: ${specialist.name}.\nid: ${specialist.id}\nПосмотреть: npm run -s cli -- specialists show ${pasted(specialist.name)}`,
  );
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const specialists = await listSpecialists(app.db);
  const known = await specialistGround(app);
  return reply(
    { items: specialists.map((one) => specialistCardJson(one, known)) },
    specialistTable(specialists, known, desk.io.columns),
  );
}
