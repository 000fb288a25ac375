import { useNotice } from "adminjs";
import React from "react";
import type { OffBooking, OffCard } from "../../pages/calendar/model.ts";
import { type ActionToOpen, Card, useCard } from "./Card.tsx";
import { askOff, doIt } from "./calls.ts";

type Props = {
  readonly id: string;
  readonly revision: string;
  readonly onOpen: (what: { readonly kind: "booking"; readonly id: string }, form?: ActionToOpen) => void;
  readonly onDone: () => void;
};

/** A specialist's time off: the bookings in it are offered to be moved, and it can be lifted. */
const OffSheet: React.FC<Props> = ({ id, revision, onOpen, onDone }) => {
  const { card, problem } = useCard<OffCard>(() => askOff(id), `${id} ${revision}`);
  const notice = useNotice();
  const lift = async (isWholeSeries: boolean) => {
    const answer = await doIt({ do: "liftTimeOff", id, isWholeSeries: String(isWholeSeries) });
    notice({ message: answer.message, type: answer.isDone ? "success" : "error" });
    if (answer.isDone) onDone();
  };
  return (
    <Card card={card} problem={problem}>
      {(off) => (
        <>
          <h2>{off.when}</h2>
          <p>
            {off.specialist} не работает: {off.reason}
          </p>
          {off.series && <p className="ok-cal-hint">Повторяется: {off.series}.</p>}
          {off.bookings.length === 0 ? (
            <p className="ok-cal-hint">Записей в это время нет.</p>
          ) : (
            <Bookings title="Записи в это время" bookings={off.bookings} onOpen={onOpen} />
          )}
          {off.elsewhere.length > 0 && (
            <Bookings title="Записи в остальное нерабочее время" bookings={off.elsewhere} onOpen={onOpen} />
          )}
          {off.mayLift && (
            <div className="ok-cal-buttons">
              <button type="button" onClick={() => lift(false)}>
                {off.series ? "Снять только этот" : "Снять: снова работает"}
              </button>
              {off.series && (
                <button type="button" onClick={() => lift(true)}>
                  Снять весь ряд
                </button>
              )}
            </div>
          )}
        </>
      )}
    </Card>
  );
};

const Bookings: React.FC<
  Pick<Props, "onOpen"> & { readonly title: string; readonly bookings: readonly OffBooking[] }
> = ({ title, bookings, onOpen }) => (
  <section className="ok-cal-client">
    <h3>{title}</h3>
    {bookings.map((booking) => (
      <p key={booking.id} className="ok-cal-chosen">
        <span>
          {booking.when}, {booking.who}
          {booking.waiting && <small> {booking.waiting}</small>}
          {!booking.waiting && !booking.mayMove && <small> Перенесёт администратор.</small>}
        </span>
        {booking.waiting || !booking.mayMove ? (
          <button type="button" onClick={() => onOpen({ kind: "booking", id: booking.id })}>
            Открыть
          </button>
        ) : (
          <button
            type="button"
            onClick={() => onOpen({ kind: "booking", id: booking.id }, moving(booking.id))}
          >
            Перенести
          </button>
        )}
      </p>
    ))}
  </section>
);

const moving = (recordId: string): ActionToOpen => ({
  resourceId: "Booking",
  recordId,
  actionName: "moveBooking",
  label: "Перенести",
});

export default OffSheet;
