import React from "react";
import type { SlotCard } from "../../pages/calendar/model.ts";
import BookForm from "./BookForm.tsx";
import { Card, type OpenAction, useCard } from "./Card.tsx";
import { askSlot } from "./calls.ts";

type Props = {
  readonly id: string;
  readonly revision: string;
  readonly onAction: OpenAction;
  readonly onDone: () => void;
  /** There is more to do with the booking: the visit of who walked in is marked, a link to pay is sent. */
  readonly onBooked: (bookingId: string) => void;
};

/** One slot: who could come, and what else can be done with it. */
const SlotSheet: React.FC<Props> = ({ id, revision, onAction, onDone, onBooked }) => {
  const { card, problem } = useCard<SlotCard>(() => askSlot(id), `${id} ${revision}`);
  /** What could be booked a moment ago: what is typed stays when another takes the time. */
  const bookable = React.useRef<SlotCard>(undefined);
  if (card?.isBookable) bookable.current = card;
  return (
    <Card card={card} problem={problem}>
      {(slot) => (
        <>
          <h2 tabIndex={-1}>{slot.when}</h2>
          <p>
            {slot.specialist}, {slot.kindText} — {slot.stateText}
          </p>
          {(slot.isBookable || (slot.isTaken && bookable.current)) && (
            <BookForm
              key={slot.id}
              slot={slot.isBookable ? slot : (bookable.current ?? slot)}
              isTaken={slot.isTaken}
              onDone={(bookingId, isByLink) => (slot.isBegun || isByLink ? onBooked(bookingId) : onDone())}
            />
          )}
          <div className="ok-cal-buttons">
            {slot.actions.map(({ name, label }) => (
              <button
                key={name}
                type="button"
                onClick={() => onAction({ resourceId: "Slot", recordId: slot.id, actionName: name, label })}
              >
                {label}
              </button>
            ))}
          </div>
        </>
      )}
    </Card>
  );
};

export default SlotSheet;
