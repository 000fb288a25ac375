import type { App } from "../../core/app.ts";
import { type Assignment, listAssignments, type Specialist } from "../../core/catalog/index.ts";
import { listRatings, type Rating } from "../../core/feedback/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { counted, fields, table } from "../output.ts";
import { beginOf } from "./id-of.ts";

/** What is said of specialists beside their own words. */
export type SpecialistGround = {
  readonly ratings: ReadonlyMap<string, Rating>;
  readonly all: readonly Assignment[];
};

export const specialistGround = async (app: App): Promise<SpecialistGround> => ({
  ratings: new Map((await listRatings(app.db)).map((one) => [one.specialistId, one])),
  all: await listAssignments(app.db),
});

const REVIEWS = ["отзыв", "отзыва", "отзывов"] as const;

const ratingText = (rating: Rating | undefined): string =>
  rating === undefined
    ? "—"
    : `${rating.average.toFixed(1).replace(".", ",")} · ${counted(rating.reviews, REVIEWS)}`;

const doneBy = ({ id }: Specialist, { all }: SpecialistGround): readonly Assignment[] =>
  all.filter(({ specialist }) => specialist.id === id);

const serviceName = ({ service: { name, isActive } }: Assignment): string =>
  isActive ? name : `${name} (скрыта)`;

export function specialistTable(
  specialists: readonly Specialist[],
  known: SpecialistGround,
  columns: number,
): string {
  if (specialists.length === 0) return "Специалистов пока нет. Добавить: specialists add --help";
  // Before the first review the room is the services'.
  const rated = <T>(column: readonly T[]): readonly T[] => (known.ratings.size === 0 ? [] : column);
  const drawn = table(
    [
      { title: "id" },
      { title: "Специалист", isFlexible: true },
      ...rated([{ title: "Оценка" }]),
      { title: "Услуги", isFlexible: true },
    ],
    specialists.map((one) => [
      beginOf(one.id),
      one.isActive ? one.name : `${one.name} (скрыт)`,
      ...rated([ratingText(known.ratings.get(one.id))]),
      doneBy(one, known).map(serviceName).join(", ") || "—",
    ]),
    columns,
  );
  return `${drawn}\n\n${counted(specialists.length, ["специалист", "специалиста", "специалистов"])}`;
}

/** All about one specialist, with the prices at which they do things. */
export function specialistText(one: Specialist, known: SpecialistGround, columns: number): string {
  const services = doneBy(one, known).map(
    (link) =>
      `${serviceName(link)} — ${formatRubles(link.ownPrice ?? link.service.price)}${link.ownPrice === undefined ? "" : " (своя цена)"}`,
  );
  return fields(
    [
      ["Специалист", one.name],
      ["Клиентам", one.isActive ? "принимает" : "скрыт"],
      ["О специалисте", one.about || "—"],
      ["Встречи", one.meetingUrl ?? "—"],
      ["Оценка", ratingText(known.ratings.get(one.id))],
      ["Услуги", services.join("\n") || "никаких: specialists assign"],
      ["id", one.id],
    ],
    columns,
  );
}

export const specialistJson = (specialist: Specialist) => ({
  id: specialist.id,
  name: specialist.name,
  about: specialist.about,
  meetingUrl: specialist.meetingUrl ?? null,
  isActive: specialist.isActive,
});

export const specialistCardJson = (one: Specialist, known: SpecialistGround) => ({
  ...specialistJson(one),
  averageRating: known.ratings.get(one.id)?.average ?? null,
  reviews: known.ratings.get(one.id)?.reviews ?? 0,
  services: doneBy(one, known).map(({ service: { id, name, isActive, price }, ownPrice }) => ({
    ...{ id, name, isActive },
    priceKopecks: ownPrice ?? price,
    ownPriceKopecks: ownPrice ?? null,
  })),
});
