import { InputFile } from "grammy";
import ical, { ICalCalendarMethod } from "ical-generator";
import type { BookingView } from "../../core/booking/index.ts";

export type CalendarFileFacts = {
  readonly booking: BookingView;
  readonly business: string;
  readonly address: string;
};

/**
 * The visit as a file that any calendar takes. The same booking, however often it was moved, is the same event, so a
 * second file updates the first.
 */
export function calendarFile({ booking, business, address }: CalendarFileFacts): InputFile {
  const isOnline = booking.serviceKind === "online";
  const calendar = ical({
    name: business,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "okoshko", product: "okoshko", language: "RU" },
  });
  calendar.createEvent({
    id: `booking-${booking.replaces?.firstId ?? booking.id}@okoshko`,
    sequence: booking.replaces?.moves ?? 0,
    start: booking.startsAt,
    end: booking.endsAt,
    stamp: booking.confirmedAt ?? booking.createdAt,
    summary: `${booking.serviceName}, ${business}`,
    description: booking.specialistName,
    location: isOnline ? (booking.meetingUrl ?? null) : address === "" ? null : address,
    url: isOnline ? (booking.meetingUrl ?? null) : null,
  });
  return new InputFile(Buffer.from(calendar.toString(), "utf8"), `zapis-${booking.number}.ics`);
}
