import React from "react";
import { Link } from "react-router-dom";
import type { ComingBooking, ComingGroup } from "../coming.ts";

const BOOKINGS = "/admin/resources/Booking/records";

/** Bookings that need the owner's eye, under what is to be known of them; whoever waits for a mark gets it from here. */
const Coming: React.FC<{ readonly group: ComingGroup; readonly unmarkedHref: string }> = ({
  group: { title, bookings, beyond },
  unmarkedHref,
}) => (
  // biome-ignore lint/a11y/useSemanticElements: AdminJS gives every section room of its own.
  <div
    role="region"
    className={bookings[0]?.awaitsMark ? "an-coming an-coming-waits" : "an-coming"}
    aria-label={title}
  >
    <h2>{title}</h2>
    {bookings.map((booking) => (
      <Row key={booking.id} booking={booking} />
    ))}
    {beyond > 0 && (
      <Link className="ok-link an-coming-more" to={`/admin/${unmarkedHref}`}>
        и ещё {beyond}
      </Link>
    )}
  </div>
);

const Row: React.FC<{ readonly booking: ComingBooking }> = ({ booking }) => (
  <div className="an-coming-row">
    <Link className="an-next" to={`${BOOKINGS}/${booking.id}/show`}>
      <b>{booking.time}</b> {booking.title}
      <small>{booking.who}</small>
      {booking.money && <small className="an-next-money">{booking.money}</small>}
    </Link>
    {booking.awaitsMark && (
      <span className="an-marks">
        <Link to={`${BOOKINGS}/${booking.id}/markCame`} aria-label={`Клиент пришёл: ${booking.title}`}>
          Пришёл
        </Link>
        <Link to={`${BOOKINGS}/${booking.id}/markNoShow`} aria-label={`Не пришёл: ${booking.title}`}>
          Не пришёл
        </Link>
      </span>
    )}
  </div>
);

export default Coming;
