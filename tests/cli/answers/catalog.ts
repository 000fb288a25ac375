import { z } from "zod";
import { PAYMENT_POLICY_WORDS } from "../../../src/core/booking/index.ts";
import { count, id, list, oneOf, text, whole, words } from "./kit.ts";

const service = z.strictObject({
  ...{ id, name: words, description: text, kind: z.enum(["in_person", "online"]) },
  ...{ durationMinutes: whole, priceKopecks: count, policy: oneOf(PAYMENT_POLICY_WORDS) },
  ...{ prepaymentKopecks: count, isActive: z.boolean() },
});

const specialist = z.strictObject({
  ...{ id, name: words, about: text, meetingUrl: z.url().nullable(), isActive: z.boolean() },
});

/** Who does a service, or what a specialist does, and at which price. */
const priced = z.strictObject({
  ...{ id, name: words, isActive: z.boolean(), priceKopecks: count, ownPriceKopecks: count.nullable() },
});

const specialistCard = specialist.extend({
  ...{ averageRating: z.number().nullable(), reviews: count, services: z.array(priced) },
});

const assignment = z.strictObject({
  ...{ specialistId: id, specialistName: words, serviceId: id, serviceName: words },
});

export const CATALOG_ANSWERS = {
  "services add": service,
  "services list": list(service.extend({ specialists: z.array(priced) })),
  "services show": service.extend({ specialists: z.array(priced) }),
  "services change": service,
  "specialists add": specialist,
  "specialists list": list(specialistCard),
  "specialists show": specialistCard,
  "specialists change": specialist,
  "specialists assign": assignment.extend({ priceKopecks: count, ownPriceKopecks: count.nullable() }),
  "specialists unassign": assignment.extend({ wasAssigned: z.boolean() }),
} satisfies Readonly<Record<string, z.ZodType>>;
