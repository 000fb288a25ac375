import React from "react";
import type { Feed } from "../../pages/calendar/model.ts";
import type { MadeOn } from "../../panel-action.ts";
import ActionForm from "../ActionForm.tsx";
import BookingSheet from "./BookingSheet.tsx";
import type { ActionToOpen } from "./Card.tsx";
import type { Stretch } from "./Grid.tsx";
import NewSheet from "./NewSheet.tsx";
import OffSheet from "./OffSheet.tsx";
import Sheet from "./Sheet.tsx";
import SlotSheet from "./SlotSheet.tsx";

/** What the sheet is about. */
export type Opened =
  | { readonly kind: "slot" | "booking" | "off"; readonly id: string }
  | { readonly kind: "new"; readonly stretch?: Stretch };

type Props = {
  readonly feed: Feed;
  readonly opened: Opened;
  /** The form of an action stands before what it was opened from. */
  readonly action: ActionToOpen | undefined;
  readonly onOpen: (what: Opened | undefined, form?: ActionToOpen) => void;
  readonly onAction: (action: ActionToOpen | undefined) => void;
  readonly onDone: (madeOn?: MadeOn) => void;
  /** It was done, and the card says what came of it, or that of what was made: what was typed is sent. */
  readonly onStay: (instead?: Opened) => void;
};

const LABELS = {
  slot: "Окошко",
  booking: "Запись",
  off: "Нерабочее время",
  new: "Новое в календаре",
} as const;

/** After these a booking stands in the calendar no more, or elsewhere. */
const ENDING: ReadonlySet<string> = new Set(["cancelBooking", "moveBooking"]);

/** The sheet with what was pressed. */
const OpenedSheet: React.FC<Props> = (props) => {
  const { opened, action, onOpen, onAction, onDone, onStay } = props;
  return (
    <Sheet
      label={action?.label ?? LABELS[opened.kind]}
      onClose={() => onOpen(undefined)}
      onBack={action && (() => onAction(undefined))}
    >
      {action ? (
        <>
          <h2>{action.label}</h2>
          <ActionForm
            key={action.actionName}
            resource={{ id: action.resourceId }}
            record={action.recordId === undefined ? null : { id: action.recordId }}
            action={{ name: action.actionName }}
            {...(action.prefilled ? { prefilled: action.prefilled } : {})}
            onDone={opened.kind === "booking" && !ENDING.has(action.actionName) ? () => onStay() : onDone}
          />
        </>
      ) : (
        <Content {...props} />
      )}
    </Sheet>
  );
};

const Content: React.FC<Props> = ({ feed, opened, onOpen, onAction, onDone, onStay }) => {
  switch (opened.kind) {
    case "slot":
      return (
        <SlotSheet
          id={opened.id}
          revision={feed.revision}
          onAction={onAction}
          onDone={onDone}
          onBooked={(id) => onStay({ kind: "booking", id })}
        />
      );
    case "booking":
      return <BookingSheet id={opened.id} revision={feed.revision} onAction={onAction} />;
    case "off":
      return <OffSheet id={opened.id} revision={feed.revision} onOpen={onOpen} onDone={onDone} />;
    case "new":
      return (
        <NewSheet
          key={opened.stretch === undefined ? "" : JSON.stringify(opened.stretch)}
          may={feed.may}
          stretch={opened.stretch}
          day={feed.date}
          specialistId={feed.columns.length === 1 ? feed.columns[0]?.id : undefined}
          onDone={onDone}
        />
      );
  }
};

export default OpenedSheet;
