import type { Command } from "commander";
import { addSpecialist, listSpecialists, type Specialist } from "../../core/catalog/index.ts";
import { listRatings, type Rating } from "../../core/feedback/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { readNames } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, table } from "../output.ts";
import { serviceIdsOf } from "./lookup.ts";

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
  if (!added.ok) return added;
  const specialist = added.value;
  return reply(specialistJson(specialist), `Специалист добавлен: ${specialist.name}.\nid: ${specialist.id}`);
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const specialists = await listSpecialists(app.db);
  const ratings = new Map((await listRatings(app.db)).map((one) => [one.specialistId, one]));
  const items = specialists.map((one) => ({
    ...specialistJson(one),
    averageRating: ratings.get(one.id)?.average ?? null,
    reviews: ratings.get(one.id)?.reviews ?? 0,
  }));
  return reply({ items }, specialistTable(specialists, ratings, desk.io.columns));
}

const REVIEWS = ["отзыв", "отзыва", "отзывов"] as const;

const ratingText = (rating: Rating | undefined): string =>
  rating === undefined
    ? "—"
    : `${rating.average.toFixed(1).replace(".", ",")} · ${counted(rating.reviews, REVIEWS)}`;

function specialistTable(
  specialists: readonly Specialist[],
  ratings: ReadonlyMap<string, Rating>,
  columns: number,
): string {
  if (specialists.length === 0) return "Специалистов пока нет. Добавить: specialists add --help";
  // Before the first review the room is the addresses'.
  const rated = <T>(column: readonly T[]): readonly T[] => (ratings.size === 0 ? [] : column);
  const drawn = table(
    [
      { title: "Специалист", isFlexible: true },
      ...rated([{ title: "Оценка" }]),
      { title: "Встречи", isFlexible: true },
      { title: "id" },
    ],
    specialists.map(({ id, name, meetingUrl, isActive }) => [
      isActive ? name : `${name} (скрыт)`,
      ...rated([ratingText(ratings.get(id))]),
      meetingUrl ?? "—",
      id,
    ]),
    columns,
  );
  return `${drawn}\n\n${counted(specialists.length, ["специалист", "специалиста", "специалистов"])}`;
}

const specialistJson = (specialist: Specialist) => ({
  id: specialist.id,
  name: specialist.name,
  about: specialist.about,
  meetingUrl: specialist.meetingUrl ?? null,
  isActive: specialist.isActive,
});
