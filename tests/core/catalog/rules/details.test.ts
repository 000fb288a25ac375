import { describe, expect, it } from "vitest";
import {
  checkService,
  checkSpecialist,
  type ServiceDetails,
  type SpecialistDetails,
} from "../../../../src/core/catalog/rules/details.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";

const service = (changed: Partial<ServiceDetails> = {}): ServiceDetails => ({
  name: "Стрижка",
  description: "",
  kind: "in_person",
  durationMinutes: 60,
  price: kopecks(200_000),
  policy: "full",
  prepayment: kopecks(0),
  isActive: true,
  ...changed,
});
const answer = (changed: Partial<ServiceDetails>): string => {
  const outcome = checkService(service(changed));
  return outcome.ok ? "fine" : outcome.refusal;
};

describe("a service may be offered", () => {
  it.each<[string, Partial<ServiceDetails>, string]>([
    ["as it usually is", {}, "fine"],
    ["with a name of 60 characters", { name: "я".repeat(60) }, "fine"],
    ["not with one of 61", { name: "я".repeat(61) }, "name_too_long"],
    ["not with none", { name: "" }, "name_empty"],
    ["not with an empty one", { name: " \n " }, "name_empty"],
    ["of 5 minutes", { durationMinutes: 5 }, "fine"],
    ["not of 4", { durationMinutes: 4 }, "duration_out_of_range"],
    ["of a day", { durationMinutes: 1_440 }, "fine"],
    ["not of a minute more", { durationMinutes: 1_441 }, "duration_out_of_range"],
    ["not of half minutes", { durationMinutes: 30.5 }, "duration_out_of_range"],
    ["not of no number of minutes", { durationMinutes: Number.NaN }, "duration_out_of_range"],
    ["for nothing", { price: kopecks(0) }, "fine"],
    ["not below nothing", { price: kopecks(-1) }, "price_out_of_range"],
    ["for 350 000 ₽", { price: kopecks(35_000_000) }, "fine"],
    ["not for a kopeck more", { price: kopecks(35_000_001) }, "price_out_of_range"],
    ["with a prepayment of a kopeck", { policy: "prepay", prepayment: kopecks(1) }, "fine"],
    ["not of nothing", { policy: "prepay", prepayment: kopecks(0) }, "prepayment_out_of_range"],
    ["not below nothing", { policy: "prepay", prepayment: kopecks(-1) }, "prepayment_out_of_range"],
    ["with a prepayment of the whole price", { policy: "prepay", prepayment: kopecks(200_000) }, "fine"],
    ["not above it", { policy: "prepay", prepayment: kopecks(200_001) }, "prepayment_out_of_range"],
  ])("%s", (_, changed, expected) => {
    expect(answer(changed)).toBe(expected);
  });

  it("its name is tidied, and the rest stays as it was given", () => {
    const given = service({ name: "  Стрижка   и \n укладка ", description: " как есть ", isActive: false });
    expect(checkService(given)).toEqual({ ok: true, value: { ...given, name: "Стрижка и укладка" } });
  });

  it.each(["full", "onSite"] as const)("PY-2: with the policy %s nobody asks for a prepayment", (policy) => {
    expect(answer({ policy, prepayment: kopecks(0) })).toBe("fine");
    for (const prepayment of [kopecks(1), kopecks(200_000), kopecks(-1)])
      expect(checkService(service({ policy, prepayment }))).toMatchObject({
        refusal: "prepayment_not_asked",
        detail: { given: prepayment },
      });
  });

  it("a refusal says what was given and what may be", () => {
    expect(checkService(service({ durationMinutes: 4 }))).toMatchObject({
      detail: { given: 4, min: 5, max: 1_440 },
    });
    const dear = service({ policy: "prepay", prepayment: kopecks(200_001) });
    expect(checkService(dear)).toMatchObject({ detail: { given: 200_001, max: 200_000 } });
    expect(checkService(service({ price: kopecks(-1) }))).toMatchObject({
      detail: { given: -1, max: 35_000_000 },
    });
  });
});

describe("a specialist may be shown", () => {
  const specialist = (changed: Partial<SpecialistDetails> = {}): SpecialistDetails => ({
    name: "Мария",
    about: "",
    meetingUrl: undefined,
    isActive: true,
    ...changed,
  });

  it.each<[string, Partial<SpecialistDetails>, string]>([
    ["without a meeting link", {}, "fine"],
    ["with a secure one", { meetingUrl: "https://meet.example/maria" }, "fine"],
    ["not with one that is not secure", { meetingUrl: "http://meet.example" }, "meeting_url_unreadable"],
    ["not with a script", { meetingUrl: "javascript:alert(1)" }, "meeting_url_unreadable"],
    ["not with words", { meetingUrl: "позвоню сама" }, "meeting_url_unreadable"],
    ["not with an empty one", { meetingUrl: "" }, "meeting_url_unreadable"],
    ["not without a name", { name: " " }, "name_empty"],
    ["not with a name of 61 characters", { name: "я".repeat(61) }, "name_too_long"],
  ])("SL-8: %s", (_, changed, expected) => {
    const outcome = checkSpecialist(specialist(changed));
    expect(outcome.ok ? "fine" : outcome.refusal).toBe(expected);
  });

  it("the name is tidied; a link that cannot be read is shown back, but not all of a long one", () => {
    expect(checkSpecialist(specialist({ name: " Мария  П. " }))).toMatchObject({
      value: { name: "Мария П." },
    });
    expect(checkSpecialist(specialist({ meetingUrl: "я".repeat(500) }))).toMatchObject({
      detail: { given: "я".repeat(200) },
    });
  });
});
