import { DAY_MS, elapsedMs } from "../../kernel/instant.ts";
import { unreachable } from "../../kernel/invariant.ts";
import { KOPECKS_PER_RUBLE } from "../../kernel/money.ts";
import { DAYS, plural } from "../../kernel/plural.ts";
import { formatWhole } from "../../kernel/points.ts";
import type { Condition, CountCondition, Moment, SegmentNames, YesNoFact } from "../model.ts";
import {
  ahead,
  type BookedVisit,
  countOf,
  lastStartOf,
  type SegmentFacts,
  serviceOf,
  specialistOf,
} from "./membership.ts";

const IS: Readonly<Record<YesNoFact, { readonly yes: string; readonly no: string }>> = {
  upcoming: { yes: "запись впереди есть", no: "впереди пусто" },
  invited: { yes: "есть пригласивший друг", no: "по приглашению не приходили" },
  hasInvited: { yes: "приглашённый друг уже был на визите", no: "приглашённых друзей на визитах не было" },
  birthdayKnown: { yes: "день рождения указан", no: "день рождения не указан" },
  blocked: { yes: "запись закрыта", no: "записываться можно" },
  vip: { yes: "клиент VIP", no: "обычный клиент" },
  marketing: { yes: "согласие есть", no: "согласия нет" },
  inBot: { yes: "в бот заходили", no: "в бот не заходили" },
  unreachable: { yes: "бот остановлен", no: "бот работает" },
};
const LISTED_MAX = 5;

/**
 * Says what a client has of that which a condition asks about, so that the answer explains itself: «у клиента 0»,
 * «запись впереди есть».
 *
 * Never as a yes or no to the condition: that is said beside it, and two of them would deny each other.
 *
 * @source MS-3
 */
export function ownValue(
  condition: Condition,
  facts: SegmentFacts,
  { moment, names }: { readonly moment: Moment; readonly names: SegmentNames },
): string {
  const called = (ids: readonly string[], known: ReadonlyMap<string, string>) =>
    listed(ids.map((id) => known.get(id) ?? "удалено"));
  const booked = ahead(facts, moment);
  switch (condition.fact) {
    case "lastVisit":
      return lastVisit(facts.visits, moment);
    case "registered":
      return `первый раз ${ago(facts.registeredAt, moment)}`;
    case "visits":
      return counted(condition, facts.visits, moment);
    case "noShows":
      return counted(condition, facts.noShows, moment);
    case "spent":
      return `у клиента ${formatWhole(Math.floor(facts.spent / KOPECKS_PER_RUBLE))}\u00a0₽`;
    case "points":
      return `у клиента ${formatWhole(facts.points)}`;
    case "serviceVisited":
      return called(facts.visits.map(serviceOf), names.services);
    case "serviceBooked":
      return called(booked.map(serviceOf), names.services);
    case "specialistVisited":
      return called(facts.visits.map(specialistOf), names.specialists);
    case "specialistBooked":
      return called(booked.map(specialistOf), names.specialists);
    case "tags":
      return listed(facts.tags);
    case "birthday":
      return facts.birthday === undefined
        ? IS.birthdayKnown.no
        : `у клиента ${facts.birthday.slice(8)}.${facts.birthday.slice(5, 7)}`;
    case "upcoming":
      return IS.upcoming[booked.length > 0 ? "yes" : "no"];
    case "birthdayKnown":
      return IS.birthdayKnown[facts.birthday === undefined ? "no" : "yes"];
    case "invited":
    case "hasInvited":
    case "blocked":
    case "vip":
    case "marketing":
    case "inBot":
    case "unreachable":
      return IS[condition.fact][facts.is[condition.fact] ? "yes" : "no"];
    default:
      return unreachable(condition);
  }
}

const counted = (condition: CountCondition, visits: readonly BookedVisit[], moment: Moment): string =>
  `у клиента ${formatWhole(countOf(condition, visits, moment))}`;

function lastVisit(visits: readonly BookedVisit[], moment: Moment): string {
  const last = lastStartOf(visits);
  return last === undefined ? "визитов пока нет" : `был ${ago(last, moment)}`;
}

function ago(instant: Date, { now }: Moment): string {
  const days = Math.floor(elapsedMs({ from: instant, to: now }) / DAY_MS);
  return days <= 0 ? "меньше суток назад" : `${formatWhole(days)} ${plural(days, DAYS)} назад`;
}

function listed(all: readonly string[]): string {
  const each = [...new Set(all)];
  if (each.length === 0) return "у клиента пусто";
  const first = each
    .slice(0, LISTED_MAX)
    .map((one) => `«${one}»`)
    .join(", ");
  return `у клиента ${first}${each.length > LISTED_MAX ? " и другие" : ""}`;
}
