import { daysAfter } from "../../kernel/instant.ts";
import { unreachable } from "../../kernel/invariant.ts";
import { dayOf, type LocalDay, plusDays } from "../../kernel/local-day.ts";
import { KOPECKS_PER_RUBLE, type Kopecks } from "../../kernel/money.ts";
import type {
  BirthdayCondition,
  Condition,
  CountCondition,
  LastVisitCondition,
  ListCondition,
  Moment,
  SegmentDefinition,
  SinceCondition,
  YesNoFact,
} from "../model.ts";
import { isKeptWithin, monthOf } from "./birthdays.ts";

export type BookedVisit = {
  readonly startsAt: Date;
  readonly serviceId: string;
  readonly specialistId: string;
};

/** All that a segment may ask about one client. */
export type SegmentFacts = {
  readonly registeredAt: Date;
  /** Completed ones. */
  readonly visits: readonly BookedVisit[];
  readonly noShows: readonly BookedVisit[];
  /** Confirmed bookings, whenever they start. */
  readonly confirmed: readonly BookedVisit[];
  /** Captured and paid on the spot, less what went back; tips aside. */
  readonly spent: Kopecks;
  readonly points: number;
  /** Of the year 1604 when the year is not known. */
  readonly birthday: LocalDay | undefined;
  readonly tags: readonly string[];
  readonly is: Readonly<Record<Exclude<YesNoFact, "upcoming" | "birthdayKnown">, boolean>>;
};

/** What came of a definition and of each of its parts. */
export type Verdict = {
  readonly definition: SegmentDefinition;
  readonly holds: boolean;
  readonly parts: readonly Verdict[];
};

/**
 * Judges whether a client is in a segment, part by part, so that it can be said why.
 *
 * A moment exactly `value` days ago is both at least and at most so many days ago. That the client lives, neither erased
 * nor merged, is not asked here.
 *
 * @source MS-3
 */
export function judge(definition: SegmentDefinition, facts: SegmentFacts, moment: Moment): Verdict {
  const judged = (part: SegmentDefinition) => judge(part, facts, moment);
  if ("all" in definition) {
    const parts = definition.all.map(judged);
    return { definition, parts, holds: parts.every(({ holds }) => holds) };
  }
  if ("any" in definition) {
    const parts = definition.any.map(judged);
    return { definition, parts, holds: parts.some(({ holds }) => holds) };
  }
  if ("not" in definition) {
    const part = judged(definition.not);
    return { definition, parts: [part], holds: !part.holds };
  }
  return { definition, parts: [], holds: conditionHolds(definition, facts, moment) };
}

function conditionHolds(condition: Condition, facts: SegmentFacts, moment: Moment): boolean {
  switch (condition.fact) {
    case "lastVisit":
      return lastVisitFits(condition, facts, moment);
    case "registered":
      return momentFits(condition, facts.registeredAt, moment);
    case "visits":
      return countFits(condition, facts.visits, moment);
    case "noShows":
      return countFits(condition, facts.noShows, moment);
    case "spent":
      return amountFits(condition.op, facts.spent, condition.value * KOPECKS_PER_RUBLE);
    case "points":
      return amountFits(condition.op, facts.points, condition.value);
    case "serviceVisited":
      return listFits(condition, facts.visits.map(serviceOf));
    case "specialistVisited":
      return listFits(condition, facts.visits.map(specialistOf));
    case "serviceBooked":
      return listFits(condition, ahead(facts, moment).map(serviceOf));
    case "specialistBooked":
      return listFits(condition, ahead(facts, moment).map(specialistOf));
    case "tags":
      return listFits(condition, facts.tags);
    case "birthday":
      return birthdayFits(condition, facts.birthday, moment);
    case "upcoming":
      return condition.value === ahead(facts, moment).length > 0;
    case "birthdayKnown":
      return condition.value === (facts.birthday !== undefined);
    case "invited":
    case "hasInvited":
    case "blocked":
    case "vip":
    case "marketing":
    case "inBot":
    case "unreachable":
      return condition.value === facts.is[condition.fact];
    default:
      return unreachable(condition);
  }
}

export const serviceOf = ({ serviceId }: BookedVisit): string => serviceId;
export const specialistOf = ({ specialistId }: BookedVisit): string => specialistId;

/** The confirmed bookings that are still to come. */
export const ahead = ({ confirmed }: SegmentFacts, { now }: Moment): readonly BookedVisit[] =>
  confirmed.filter(({ startsAt }) => startsAt > now);

function lastVisitFits(condition: LastVisitCondition, { visits }: SegmentFacts, moment: Moment): boolean {
  if (condition.op === "never") return visits.length === 0;
  const last = lastStartOf(visits);
  return last !== undefined && momentFits(condition, last, moment);
}

/** When the latest of them began. */
export const lastStartOf = (visits: readonly BookedVisit[]): Date | undefined =>
  visits.map(({ startsAt }) => startsAt).reduce(later, undefined);

const later = (one: Date | undefined, other: Date): Date => (one === undefined || other > one ? other : one);

const momentFits = ({ op, value }: SinceCondition, instant: Date, { now }: Moment): boolean =>
  op === "atLeast" ? instant <= daysAfter(now, -value) : instant >= daysAfter(now, -value);

const countFits = (condition: CountCondition, visits: readonly BookedVisit[], moment: Moment): boolean =>
  amountFits(condition.op, countOf(condition, visits, moment), condition.value);

/** How many of them a condition counts: all, or those of its last days. */
export function countOf({ days }: CountCondition, visits: readonly BookedVisit[], { now }: Moment): number {
  const since = days === undefined ? undefined : daysAfter(now, -days);
  return visits.filter(({ startsAt }) => since === undefined || startsAt >= since).length;
}

function amountFits(op: "atLeast" | "atMost" | "equals", found: number, value: number): boolean {
  if (op === "equals") return found === value;
  return op === "atLeast" ? found >= value : found <= value;
}

const listFits = ({ op, value }: ListCondition, found: readonly string[]): boolean =>
  value.some((one) => found.includes(one)) === (op === "anyOf");

function birthdayFits(
  { op, value }: BirthdayCondition,
  birthday: LocalDay | undefined,
  { now, zone }: Moment,
): boolean {
  if (birthday === undefined) return false;
  if (op === "inMonth") return monthOf(birthday) === value;
  const today = dayOf(now, zone);
  return isKeptWithin(
    birthday,
    op === "withinNext"
      ? { from: today, to: plusDays(today, value) }
      : { from: plusDays(today, -value), to: today },
  );
}
