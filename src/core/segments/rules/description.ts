import { unreachable } from "../../kernel/invariant.ts";
import { DAYS, plural } from "../../kernel/plural.ts";
import { formatWhole } from "../../kernel/points.ts";
import type {
  BirthdayCondition,
  Condition,
  CountCondition,
  ListCondition,
  ListFact,
  SegmentDefinition,
  SegmentNames,
  YesNoFact,
} from "../model.ts";
import type { Verdict } from "./membership.ts";

const YES_NO: Readonly<Record<YesNoFact, { readonly yes: string; readonly no: string }>> = {
  upcoming: { yes: "есть запись впереди", no: "нет записи впереди" },
  invited: { yes: "пришли по приглашению друга", no: "пришли без приглашения" },
  hasInvited: { yes: "привели друга, который пришёл на визит", no: "не привели ни одного друга на визит" },
  birthdayKnown: { yes: "день рождения известен", no: "день рождения неизвестен" },
  blocked: { yes: "самостоятельная запись закрыта", no: "могут записываться сами" },
  vip: { yes: "VIP", no: "не VIP" },
  marketing: { yes: "согласны на рассылки", no: "не согласны на рассылки" },
  inBot: { yes: "пользуются ботом", no: "не пользуются ботом" },
  unreachable: { yes: "остановили бота", no: "не останавливали бота" },
};

const MONTHS = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split(" ");
const AMOUNTS = { atLeast: "не меньше", atMost: "не больше", equals: "ровно" } as const;

/**
 * Says a definition in Russian words, as one line: «визитов не меньше 5 и нет записи впереди».
 *
 * Groups inside groups stand in brackets. What was deleted is called so.
 */
export function describeDefinition(definition: SegmentDefinition, names: SegmentNames): string {
  if ("all" in definition && definition.all.length === 0) return "все клиенты";
  return inWords(definition, names, true);
}

function inWords(definition: SegmentDefinition, names: SegmentNames, isOutermost = false): string {
  if ("all" in definition) return together(definition.all, " и ", { names, isOutermost });
  if ("any" in definition) return together(definition.any, " или ", { names, isOutermost });
  if ("not" in definition) return `не (${inWords(definition.not, names, true)})`;
  return describeCondition(definition, names);
}

function together(
  parts: readonly SegmentDefinition[],
  word: string,
  { names, isOutermost }: { readonly names: SegmentNames; readonly isOutermost: boolean },
): string {
  const words = parts.map((part) => inWords(part, names, parts.length === 1)).join(word);
  return isOutermost || parts.length === 1 ? words : `(${words})`;
}

/** One line of the answer to "why": a condition or a group, how deep it stands, and whether it holds. */
export type Explanation = {
  readonly words: string;
  readonly depth: number;
  readonly holds: boolean;
  readonly isGroup: boolean;
  /** What the client has of it. */
  readonly own?: string;
};

/** What came of a definition, line by line, a group before its parts; «none of» is one group. */
export function explain(
  verdict: Verdict,
  names: SegmentNames,
  own?: (condition: Condition) => string,
  depth = 0,
): readonly Explanation[] {
  const { definition, holds } = verdict;
  if ("fact" in definition) {
    const line = { words: describeCondition(definition, names), depth, holds, isGroup: false };
    return [own === undefined ? line : { ...line, own: own(definition) }];
  }
  const group = { words: groupWords(definition), depth, holds, isGroup: true };
  return [group, ...partsOf(verdict).flatMap((part) => explain(part, names, own, depth + 1))];
}

function partsOf({ definition, parts }: Verdict): readonly Verdict[] {
  const [inside] = parts;
  return "not" in definition && inside && "any" in inside.definition ? inside.parts : parts;
}

function groupWords(definition: Exclude<SegmentDefinition, Condition>): string {
  if ("all" in definition) return definition.all.length === 0 ? "все клиенты" : "все условия";
  return "any" in definition ? "хотя бы одно условие" : "ни одного условия";
}

/** Says one condition in Russian words: «последний визит 30 дней назад или раньше». */
export function describeCondition(condition: Condition, names: SegmentNames): string {
  switch (condition.fact) {
    case "lastVisit":
      if (condition.op === "never") return "ещё не было ни одного визита";
      return condition.op === "atLeast"
        ? `последний визит ${days(condition.value)} назад или раньше`
        : `последний визит ${lately(condition.value)}`;
    case "registered":
      return condition.op === "atLeast"
        ? `стали клиентами ${days(condition.value)} назад или раньше`
        : `стали клиентами ${lately(condition.value)}`;
    case "visits":
      return countWords("визитов", condition);
    case "noShows":
      return countWords("неявок", condition);
    case "spent":
      return `потрачено ${AMOUNTS[condition.op]} ${formatWhole(condition.value)}\u00a0₽`;
    case "points":
      return `баллов на счёте ${AMOUNTS[condition.op]} ${formatWhole(condition.value)}`;
    case "serviceVisited":
    case "serviceBooked":
    case "specialistVisited":
    case "specialistBooked":
    case "tags":
      return listWords(condition.fact, condition, names);
    case "birthday":
      return birthdayWords(condition);
    case "upcoming":
    case "birthdayKnown":
    case "invited":
    case "hasInvited":
    case "blocked":
    case "vip":
    case "marketing":
    case "inBot":
    case "unreachable":
      return YES_NO[condition.fact][condition.value ? "yes" : "no"];
    default:
      return unreachable(condition);
  }
}

function countWords(what: "визитов" | "неявок", { op, value, days: period }: CountCondition): string {
  const when = period === undefined ? "" : ` ${lately(period)}`;
  return value === 0 && op !== "atLeast"
    ? `${what}${when} не было`
    : `${what}${when} ${AMOUNTS[op]} ${value}`;
}

const LISTS: Readonly<Record<ListFact, { readonly anyOf: string; readonly noneOf: string }>> = {
  serviceVisited: { anyOf: "приходили на", noneOf: "не приходили на" },
  serviceBooked: { anyOf: "записаны на", noneOf: "не записаны на" },
  specialistVisited: { anyOf: "были у специалиста", noneOf: "не были у специалиста" },
  specialistBooked: { anyOf: "записаны к специалисту", noneOf: "не записаны к специалисту" },
  tags: { anyOf: "с меткой", noneOf: "без метки" },
};

function listWords(fact: ListFact, { op, value }: ListCondition, names: SegmentNames): string {
  const quoted = value.map((one) => `«${called(fact, one, names)}»`);
  return `${LISTS[fact][op]} ${quoted.join(op === "anyOf" ? " или " : " и ")}`;
}

function called(fact: ListFact, one: string, { services, specialists }: SegmentNames): string {
  if (fact === "tags") return one;
  const known = fact === "serviceVisited" || fact === "serviceBooked" ? services : specialists;
  return known.get(one) ?? "удалено";
}

function birthdayWords({ op, value }: BirthdayCondition): string {
  if (op === "inMonth") return `день рождения в ${MONTHS[value - 1] ?? ""}`;
  if (value === 0) return "день рождения сегодня";
  return op === "withinNext"
    ? `день рождения сегодня или ${next(value)}`
    : `день рождения сегодня или ${lately(value)}`;
}

const days = (count: number): string => `${count} ${plural(count, DAYS)}`;

/** «за последние 3 дня», «за последний 21 день». */
const lately = (count: number): string =>
  `за ${plural(count, ["последний", "последние", "последние"])} ${days(count)}`;

const next = (count: number): string =>
  `в ${plural(count, ["ближайший", "ближайшие", "ближайшие"])} ${days(count)}`;

/** The services and specialists that a definition names. */
export function idsIn(definition: SegmentDefinition): {
  readonly services: readonly string[];
  readonly specialists: readonly string[];
} {
  const conditions = conditionsIn(definition);
  const named = (...facts: readonly ListFact[]) =>
    conditions.flatMap((one) => (facts.some((fact) => fact === one.fact) && isList(one) ? one.value : []));
  return {
    services: named("serviceVisited", "serviceBooked"),
    specialists: named("specialistVisited", "specialistBooked"),
  };
}

const isList = (condition: Condition): condition is Condition & ListCondition =>
  condition.op === "anyOf" || condition.op === "noneOf";

function conditionsIn(definition: SegmentDefinition): readonly Condition[] {
  if ("all" in definition) return definition.all.flatMap(conditionsIn);
  if ("any" in definition) return definition.any.flatMap(conditionsIn);
  return "not" in definition ? conditionsIn(definition.not) : [definition];
}
