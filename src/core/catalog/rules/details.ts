import { type Kopecks, kopecks } from "../../kernel/money.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";
import type { Service, Specialist } from "../model.ts";

export type ServiceDetails = Omit<Service, "id">;
export type SpecialistDetails = Omit<Specialist, "id">;

export type ServiceDetailsRefusal =
  | "name_empty"
  | "name_too_long"
  | "duration_out_of_range"
  | "price_out_of_range"
  | "prepayment_out_of_range"
  | "prepayment_not_asked";

const NAME_MAX = 60;
const DURATION_MIN = 5;
const DURATION_MAX = 1440;
/** What YooKassa takes by card at once; a price above it could never be paid. */
const PRICE_MAX: Kopecks = kopecks(35_000_000);

/**
 * Whether a service may be offered like this: a name, 5 minutes to a day, a price up to 350 000 ₽, with the policy
 * `prepay` a prepayment within the price, and with any other none: one that nobody would ever be asked for is a mistake.
 *
 * @source PY-2
 */
export function checkService(details: ServiceDetails): Outcome<ServiceDetails, ServiceDetailsRefusal> {
  const name = checkName(details.name);
  if (!name.ok) return name;
  const { durationMinutes, price, policy, prepayment } = details;
  if (
    !Number.isInteger(durationMinutes) ||
    durationMinutes < DURATION_MIN ||
    durationMinutes > DURATION_MAX
  ) {
    return refuse("duration_out_of_range", { given: durationMinutes, min: DURATION_MIN, max: DURATION_MAX });
  }
  const charged = checkPrice(price);
  if (!charged.ok) return charged;
  if (policy !== "prepay" && prepayment !== 0) return refuse("prepayment_not_asked", { given: prepayment });
  if (policy === "prepay" && (prepayment <= 0 || prepayment > price)) {
    return refuse("prepayment_out_of_range", { given: prepayment, max: price });
  }
  return done({ ...details, name: name.value });
}

/** Whether a visit may cost this: nothing to 350 000 ₽, the service's price and a specialist's own alike (PR-1). */
export const checkPrice = (price: Kopecks): Outcome<Kopecks, "price_out_of_range"> =>
  price < 0 || price > PRICE_MAX
    ? refuse("price_out_of_range", { given: price, max: PRICE_MAX })
    : done(price);

/** Whether a specialist may be shown like this: a name, and a web address for online visits if there is one. */
export function checkSpecialist(
  details: SpecialistDetails,
): Outcome<SpecialistDetails, "name_empty" | "name_too_long" | "meeting_url_unreadable"> {
  const name = checkName(details.name);
  if (!name.ok) return name;
  const { meetingUrl } = details;
  if (meetingUrl !== undefined && URL.parse(meetingUrl)?.protocol !== "https:") {
    return refuse("meeting_url_unreadable", { given: meetingUrl.slice(0, 200) });
  }
  return done({ ...details, name: name.value });
}

function checkName(typed: string): Outcome<string, "name_empty" | "name_too_long"> {
  const name = typed.replace(/\s+/g, " ").trim();
  if (name === "") return refuse("name_empty");
  return name.length <= NAME_MAX ? done(name) : refuse("name_too_long", { charactersMax: NAME_MAX });
}
