import { Badge } from "@adminjs/design-system";
import React from "react";
import { Link } from "react-router-dom";
import type { BookingCard } from "../../pages/calendar/model.ts";
import { Card, type OpenAction, useCard } from "./Card.tsx";
import { askBooking } from "./calls.ts";

type Props = { readonly id: string; readonly revision: string; readonly onAction: OpenAction };

const ROOT = "/admin/resources";

/** One booking: who comes, what is paid, and what can be done with it. */
const BookingSheet: React.FC<Props> = ({ id, revision, onAction }) => {
  const { card, problem } = useCard<BookingCard>(() => askBooking(id), `${id} ${revision}`);
  return (
    <Card card={card} problem={problem}>
      {(booking) => (
        <>
          <h2 tabIndex={-1}>{booking.when}</h2>
          <p>
            {booking.service}, {booking.specialist}
          </p>
          <p>
            <Badge size="sm" variant={booking.tone}>
              {booking.state}
            </Badge>
            {booking.heldUntil && <small> держим до {booking.heldUntil}</small>}
            {booking.promised && <small> клиент обещал прийти ({booking.promised})</small>}
          </p>
          {booking.waiting && (
            <p className="ok-cal-hint">
              {booking.waiting}
              {booking.payUrl && (
                <>
                  {" "}
                  <a href={booking.payUrl} target="_blank" rel="noreferrer">
                    Ссылка на оплату
                  </a>
                </>
              )}
            </p>
          )}
          {booking.movedFrom && <p className="ok-cal-hint">Перенесена с {booking.movedFrom}.</p>}
          {booking.note && <p className="ok-cal-note">{booking.note}</p>}
          <Client booking={booking} onAction={onAction} />
          <dl className="ok-cal-money">
            {booking.money.map(({ label, value, isDue }) => (
              <div key={label} className={isDue ? "ok-cal-due" : ""}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {booking.meetingUrl && (
            <p>
              <a href={booking.meetingUrl} target="_blank" rel="noreferrer">
                Ссылка на встречу
              </a>
            </p>
          )}
          <Actions booking={booking} onAction={onAction} />
          <p>
            <Link to={`${ROOT}/Booking/records/${booking.id}/show`}>Вся запись № {booking.number}</Link>
          </p>
        </>
      )}
    </Card>
  );
};

/** What can be done with it; what is seldom meant waits behind «Ещё…». */
const Actions: React.FC<{ readonly booking: BookingCard; readonly onAction: OpenAction }> = ({
  booking,
  onAction,
}) => {
  const button = ({ name, label }: BookingCard["actions"][number]) => (
    <button
      key={name}
      type="button"
      className={name === booking.next ? "ok-cal-primary" : ""}
      onClick={() => onAction({ resourceId: "Booking", recordId: booking.id, actionName: name, label })}
    >
      {label}
    </button>
  );
  const aside = booking.actions.filter(({ isAside }) => isAside);
  return (
    <>
      <div className="ok-cal-buttons">{booking.actions.filter(({ isAside }) => !isAside).map(button)}</div>
      {aside.length > 0 && (
        <details className="ok-cal-aside">
          <summary>Ещё…</summary>
          <div className="ok-cal-buttons">{aside.map(button)}</div>
        </details>
      )}
    </>
  );
};

const Client: React.FC<{ readonly booking: BookingCard; readonly onAction: OpenAction }> = ({
  booking: { id: bookingId, client },
  onAction,
}) => (
  <section className="ok-cal-client">
    <h3>
      {client.isOpen ? (
        <Link to={`${ROOT}/Client/records/${client.id}/show`}>{client.name}</Link>
      ) : (
        client.name
      )}
    </h3>
    {client.phone && <a href={`tel:${client.phone}`}>{client.phoneText}</a>}
    <small>{client.facts}</small>
    {client.marks.map((mark) => (
      <b key={mark}>{mark}</b>
    ))}
    {client.mayWrite && (
      <button
        type="button"
        onClick={() =>
          onAction({
            resourceId: "Client",
            recordId: client.id,
            actionName: "writeToClient",
            label: "Написать",
            prefilled: { bookingId },
          })
        }
      >
        Написать
      </button>
    )}
  </section>
);

export default BookingSheet;
