import type { Service } from "../../core/catalog/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import {
  type ServiceRange,
  startBooking,
  toBooking,
  toCalendar,
  toContacts,
  toServices,
} from "../buttons.ts";
import { durationOf } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { holdFacts, type WaitingHold } from "./waiting-hold.ts";

export const SERVICES_PER_PAGE = 8;

export type ServicesFacts = {
  readonly range: ServiceRange;
  readonly page: number;
  /** Those of this page. */
  readonly services: readonly Service[];
  readonly hasMore: boolean;
  readonly note?: string | undefined;
};

export function servicesScreen(words: Words, facts: ServicesFacts): Screen {
  const { range, page, services, hasMore, note } = facts;
  const isOnline = range === "online";
  if (services.length === 0 && page === 0) {
    return {
      text: words.t(isOnline ? "services-online-none" : "services-none"),
      buttons: [
        ...(isOnline ? [[button(words.c("button-book"), startBooking.pack({ range: "all" }))]] : []),
        [button(words.c("button-contact"), toContacts.pack({})), toMenuButton(words)],
      ],
    };
  }
  const about = (service: Service) =>
    lines(
      words.t("service-line", {
        name: service.name,
        duration: durationOf(words, service.durationMinutes),
        price: formatRubles(service.price),
      }),
      service.description === "" ? undefined : words.t("service-about", { description: service.description }),
    );
  const choose = (service: Service) =>
    button(
      words.c("button-service", { name: service.name, price: formatRubles(service.price) }),
      toCalendar.pack({ serviceId: service.id, specialistId: undefined }),
      service.kind === "online" ? "primary" : undefined,
    );
  return {
    text: lines(
      note,
      note && "",
      words.t(isOnline ? "services-online-ask" : "services-ask"),
      "",
      services.map(about).join("\n\n"),
    ),
    buttons: [
      ...services.map((service) => [choose(service)]),
      ...pageRow(words, { page, hasMore, to: (to) => toServices.pack({ range, page: to }) }),
      [toMenuButton(words)],
    ],
  };
}

/** Asked when something is held already: go on with it, or choose anew. */
export function holdExistsScreen(
  words: Words,
  { hold, range }: { readonly hold: WaitingHold; readonly range: ServiceRange },
): Screen {
  return {
    text: words.t("hold-exists", holdFacts(words, hold)),
    buttons: [
      [button(words.c("button-hold-continue"), toBooking.pack({ bookingId: hold.bookingId }), "success")],
      [button(words.c("button-hold-other"), toServices.pack({ range, page: 0 }))],
      [toMenuButton(words)],
    ],
  };
}
