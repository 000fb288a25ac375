import type { Zone } from "../kernel/local-day.ts";

/** When a segment is looked at; calendar days are those of the business's zone (UN-4). */
export type Moment = { readonly now: Date; readonly zone: Zone };

/** What has to hold for a client to be in a segment: conditions, joined by and, or, not. */
export type SegmentDefinition =
  | { readonly all: readonly SegmentDefinition[] }
  | { readonly any: readonly SegmentDefinition[] }
  | { readonly not: SegmentDefinition }
  | Condition;

export type YesNoFact =
  | "upcoming"
  | "invited"
  | "hasInvited"
  | "birthdayKnown"
  | "blocked"
  | "vip"
  | "marketing"
  | "inBot"
  | "unreachable";

/** A condition about each of these facts, so that a `switch` over the fact tells them apart. */
type About<F extends string, C> = F extends string ? C & { readonly fact: F } : never;

/** Days are of 24 hours. */
export type SinceCondition = { readonly op: "atLeast" | "atMost"; readonly value: number };
export type LastVisitCondition = SinceCondition | { readonly op: "never" };
export type CountCondition = {
  readonly op: "atLeast" | "atMost" | "equals";
  readonly value: number;
  /** Only those of the last so many days; ever, when it is not said. */
  readonly days?: number;
};
/** In whole rubles, or in points. */
export type AmountCondition = { readonly op: "atLeast" | "atMost"; readonly value: number };
export type ListCondition = { readonly op: "anyOf" | "noneOf"; readonly value: readonly string[] };
/** In calendar days around today, today included; or a month, 1–12. */
export type BirthdayCondition = {
  readonly op: "withinNext" | "withinLast" | "inMonth";
  readonly value: number;
};
export type YesNoCondition = { readonly op: "is"; readonly value: boolean };

export type CountFact = "visits" | "noShows";
export type ListFact = "serviceVisited" | "serviceBooked" | "specialistVisited" | "specialistBooked" | "tags";

/** One fact about a client, compared with a value. */
export type Condition =
  | About<"lastVisit", LastVisitCondition>
  | About<"registered", SinceCondition>
  | About<CountFact, CountCondition>
  | About<"spent" | "points", AmountCondition>
  | About<ListFact, ListCondition>
  | About<"birthday", BirthdayCondition>
  | About<YesNoFact, YesNoCondition>;

export type FactName = Condition["fact"];

/** What a condition compares with. */
export type Operand =
  | { readonly kind: "whole"; readonly min: number; readonly max: number; readonly unit: OperandUnit }
  | { readonly kind: "month" | "yesNo" | "services" | "specialists" | "tags" | "nothing" };

export type OperandUnit = "days" | "times" | "rubles" | "points";

export type FactOffer = {
  /** As the owner chooses it from a list. */
  readonly title: string;
  readonly ops: Readonly<Record<string, { readonly title: string; readonly operand: Operand }>>;
  /** The condition may be narrowed to the last `days` days. */
  readonly hasPeriod?: true;
};

/** Ten years: what lies further back is "long ago" in any case. */
export const DAYS_MAX = 3_650;
const BIRTHDAY_DAYS_MAX = 366;
const TIMES_MAX = 10_000;
const RUBLES_MAX = 100_000_000;
const POINTS_MAX = 10_000_000;

const whole = (unit: OperandUnit, min: number, max: number): Operand => ({ kind: "whole", unit, min, max });
const days = (max = DAYS_MAX) => whole("days", 0, max);
const oneOf = (kind: "services" | "specialists" | "tags") => ({
  anyOf: { title: "есть среди", operand: { kind } },
  noneOf: { title: "нет среди", operand: { kind } },
});
const yesNo = (title: string): FactOffer => ({
  title,
  ops: { is: { title: "—", operand: { kind: "yesNo" } } },
});
const within = (operand: Operand) => ({
  atLeast: { title: "не меньше", operand },
  atMost: { title: "не больше", operand },
});
const counted = (title: string): FactOffer => ({
  title,
  ops: {
    ...within(whole("times", 0, TIMES_MAX)),
    equals: { title: "ровно", operand: whole("times", 0, TIMES_MAX) },
  },
  hasPeriod: true,
});

/** Every fact, how it may be compared and with what: from here definitions are read and faces offer them. */
export const FACTS: Readonly<Record<FactName, FactOffer>> = {
  lastVisit: {
    title: "Последний визит",
    ops: {
      atLeast: { title: "столько дней назад или раньше", operand: days() },
      atMost: { title: "за последние дни", operand: days() },
      never: { title: "не было ни одного", operand: { kind: "nothing" } },
    },
  },
  visits: counted("Число визитов"),
  spent: { title: "Потрачено", ops: within(whole("rubles", 0, RUBLES_MAX)) },
  points: { title: "Баллы на счёте", ops: within(whole("points", -POINTS_MAX, POINTS_MAX)) },
  noShows: counted("Число неявок"),
  upcoming: yesNo("Есть запись впереди"),
  serviceVisited: { title: "Приходили на услугу", ops: oneOf("services") },
  serviceBooked: { title: "Записаны на услугу", ops: oneOf("services") },
  specialistVisited: { title: "Были у специалиста", ops: oneOf("specialists") },
  specialistBooked: { title: "Записаны к специалисту", ops: oneOf("specialists") },
  tags: { title: "Метки", ops: oneOf("tags") },
  birthday: {
    title: "День рождения",
    ops: {
      withinNext: { title: "в ближайшие дни", operand: days(BIRTHDAY_DAYS_MAX) },
      withinLast: { title: "был за последние дни", operand: days(BIRTHDAY_DAYS_MAX) },
      inMonth: { title: "в месяце", operand: { kind: "month" } },
    },
  },
  birthdayKnown: yesNo("День рождения известен"),
  registered: {
    title: "Стали клиентами",
    ops: {
      atLeast: { title: "столько дней назад или раньше", operand: days() },
      atMost: { title: "за последние дни", operand: days() },
    },
  },
  invited: yesNo("Пришли по приглашению друга"),
  hasInvited: yesNo("Привели друга, который пришёл"),
  marketing: yesNo("Согласны на рассылки"),
  vip: yesNo("VIP"),
  blocked: yesNo("Самостоятельная запись закрыта"),
  inBot: yesNo("Пользуются ботом"),
  unreachable: yesNo("Остановили бота"),
};

/** Every living client: neither erased nor merged into another. */
export const EVERYBODY: SegmentDefinition = { all: [] };

/** How large a definition may grow. */
export const DEFINITION_LIMITS = { partsMax: 50, depthMax: 6, listMax: 20 } as const;

export type Segment = {
  readonly id: string;
  readonly name: string;
  readonly definition: SegmentDefinition;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What things are called that a definition names by id. */
export type SegmentNames = {
  readonly services: ReadonlyMap<string, string>;
  readonly specialists: ReadonlyMap<string, string>;
};
