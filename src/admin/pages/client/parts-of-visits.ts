import {
  type BookingView,
  bookingStateText,
  endedReasonText,
  hoursText,
  listClientBookings,
  listWaitlist,
  WAIT_END_WORDS,
  WAIT_STATE_WORDS,
  type WaitlistView,
  wishDaysText,
} from "../../../core/booking/index.ts";
import type { Zone } from "../../../core/kernel/local-day.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import { listClientReviews } from "../../../core/reports/index.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { BOOKING_TONES, RATING_TONES, RATINGS } from "../../resources/words.ts";
import { joined, type PartAsked, partOf } from "./part.ts";
import type { CardLine, CardPart } from "./view.ts";

export const visitPart =
  (kind: "upcoming" | "past") =>
  async ({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> => {
    const now = app.clock.now();
    const found = await listClientBookings(app.db, { ...asked, kind, now });
    return partOf(
      found.map((booking) => visitLine(booking, zone)),
      asked,
    );
  };

function visitLine(booking: BookingView, zone: Zone): CardLine {
  const { id, number, startsAt, serviceName, specialistName, price, paid, owedOnSpot, points, state } =
    booking;
  const why = endedReasonText(booking);
  const state_ = bookingStateText(booking);
  return {
    id,
    when: formatInstant(startsAt, zone),
    title: `${serviceName}, ${specialistName}`,
    href: `resources/Booking/records/${id}/show`,
    detail: joined([
      `№ ${number}`,
      paid > 0 && `оплачено ${formatRubles(paid)}`,
      owedOnSpot > 0 && `к оплате ${formatRubles(owedOnSpot)}`,
      points > 0 && `баллами ${formatWhole(points)}`,
      why !== undefined && why !== state_ && why,
    ]),
    amount: formatRubles(price),
    badge: { text: state_, tone: BOOKING_TONES[state] ?? "default" },
  };
}

export async function waitlistPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listWaitlist(app.db, { ...asked, order: "latest" });
  return partOf(
    found.map((wish) => wishLine(wish, zone)),
    asked,
  );
}

function wishLine(wish: WaitlistView, zone: Zone): CardLine {
  const { id, createdAt, serviceName, specialistName, days, state, endedReason, note, offers } = wish;
  return {
    id,
    when: formatInstant(createdAt, zone),
    title: joined([serviceName, specialistName ?? "любой специалист"]),
    href: `resources/WaitlistEntry/records/${id}/show`,
    detail: joined([
      wishDaysText(days),
      hoursText(wish),
      offers > 0 && `предложений: ${offers}`,
      endedReason !== undefined && WAIT_END_WORDS[endedReason],
    ]),
    ...(note === undefined ? {} : { words: note }),
    badge: {
      text: WAIT_STATE_WORDS[state],
      tone: state === "waiting" || state === "offered" ? "info" : "default",
    },
  };
}

export async function reviewPart({ app, zone }: PageCall, asked: PartAsked): Promise<CardPart> {
  const found = await listClientReviews(app.db, asked);
  return partOf(
    found.map(({ bookingId, bookingNumber, specialistName, rating, words, createdAt }) => ({
      id: bookingId,
      when: formatInstant(createdAt, zone),
      title: `№ ${bookingNumber}, ${specialistName}`,
      href: `resources/Booking/records/${bookingId}/show`,
      ...(words === "" ? {} : { words }),
      badge: {
        text: RATINGS[String(rating)] ?? String(rating),
        tone: RATING_TONES[String(rating)] ?? "default",
      },
    })),
    asked,
  );
}
