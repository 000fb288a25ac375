import { Loader, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import { Link, useSearchParams } from "react-router-dom";
import ActionForm from "./ActionForm.tsx";
import Bar, { type Place } from "./calendar/Bar.tsx";
import BookingSheet from "./calendar/BookingSheet.tsx";
import type { ActionToOpen } from "./calendar/Card.tsx";
import { act, NO_ANSWER } from "./calendar/calls.ts";
import { dayOf, minutesBetween, timeOf } from "./calendar/days.ts";
import Grid, { type Dragged, type GridActs, type Stretch } from "./calendar/Grid.tsx";
import Month from "./calendar/Month.tsx";
import NewSheet from "./calendar/NewSheet.tsx";
import Sheet from "./calendar/Sheet.tsx";
import SlotSheet from "./calendar/SlotSheet.tsx";
import { useFeed } from "./calendar/use-feed.ts";
import { useNarrow } from "./calendar/use-narrow.ts";
import "./open-menu.ts";

/** What the sheet shows; an action's form stands before what it was opened from. */
type Opened =
  | { readonly kind: "slot" | "booking" | "off"; readonly id: string }
  | { readonly kind: "new"; readonly stretch?: Stretch };

/** Slots, bookings and time off, as the day goes on: seen, made, dragged and pressed. */
const CalendarPage: React.FC = () => {
  const [query, setQuery] = useSearchParams();
  const place = {
    view: query.get("view") ?? "day",
    date: query.get("date") ?? "",
    specialists: query.get("specialists") ?? "",
  };
  const { feed, trouble, refresh } = useFeed(place);
  const [opened, setOpened] = React.useState<Opened>();
  const [action, setAction] = React.useState<ActionToOpen>();
  const isNarrow = useNarrow();
  const notice = useNotice();

  const go = (to: Place) => {
    const next = new URLSearchParams(query);
    if (to.view) next.set("view", to.view);
    if (to.date) next.set("date", to.date);
    if (to.specialists) {
      if (to.specialists.length === 0) next.delete("specialists");
      else next.set("specialists", to.specialists.map((id) => id.slice(0, 8)).join(","));
    }
    setQuery(next);
  };
  const close = () => {
    setOpened(undefined);
    setAction(undefined);
  };
  const open = (what: Opened) => {
    setAction(undefined);
    setOpened(what);
  };
  const finish = () => {
    close();
    refresh();
  };

  const place_ = async ({ told, start, end, undo }: Dragged) => {
    const length = String(minutesBetween({ from: start, to: end }));
    const to = { resourceId: "Slot", recordId: told.id, actionName: "moveSlot" };
    try {
      const answer = await act(to, { day: dayOf(start), time: timeOf(start), length });
      if (!answer.isDone) undo();
      notice({ message: answer.message, type: answer.isDone ? "success" : "error" });
    } catch {
      undo();
      notice({ message: NO_ANSWER, type: "error" });
    }
    refresh();
  };

  if (feed === undefined)
    return trouble ? <MessageBox m="xl" variant="danger" message={trouble.text} /> : <Loader />;

  const acts: GridActs = {
    onOpen: ({ of, id }) => {
      if (of === "slot" || of === "booking" || of === "off") open({ kind: of, id });
    },
    onStretch: (stretch) => {
      if (feed.may.add) open({ kind: "new", stretch });
    },
    onResize: place_,
    onMove: (dragged) => {
      const { told, specialistId, undo } = dragged;
      const refuse = (message: string) => {
        undo();
        notice({ message, type: "error" });
      };
      if (told.of === "slot") {
        if (specialistId !== told.specialistId)
          return refuse("Окошко остаётся у своего специалиста. У другого добавьте новое.");
        return place_(dragged);
      }
      const target = freeSlotAt(feed.slots, dragged);
      if (target === undefined) return refuse("Здесь нет свободного окошка: перенести запись сюда нельзя.");
      undo();
      open({ kind: "booking", id: told.id });
      setAction({
        resourceId: "Booking",
        recordId: told.id,
        actionName: "moveBooking",
        label: "Перенести",
        prefilled: { day: dayOf(target.start), slotId: target.id },
      });
    },
  };

  const only = feed.columns.length === 1 ? feed.columns[0]?.id : undefined;
  return (
    <div className={`ok-cal ${opened ? "ok-cal-beside" : ""}`}>
      <Bar feed={feed} onGo={go} onNew={() => open({ kind: "new" })} onUndo={() => undefined} />
      {trouble && (
        <div className="ok-cal-trouble" role="status">
          {trouble.text}{" "}
          {trouble.kind === "signedOut" && (
            <Link to="/admin" reloadDocument>
              Войти
            </Link>
          )}
        </div>
      )}
      {feed.everybody.length === 0 ? (
        <p className="ok-cal-empty">
          Здесь будут колонки специалистов. Сначала{" "}
          <Link to="/admin/resources/Specialist/actions/addSpecialist">добавьте специалиста</Link>.
        </p>
      ) : feed.view === "month" ? (
        <Month feed={feed} onDay={(date) => go({ view: "day", date })} />
      ) : (
        <Grid feed={feed} isNarrow={isNarrow} {...acts} />
      )}
      {opened && (
        <Sheet
          key={"id" in opened ? opened.id : "new"}
          label={action?.label ?? LABELS[opened.kind]}
          onClose={close}
          onBack={action && opened.kind !== "new" ? () => setAction(undefined) : undefined}
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
                onDone={finish}
              />
            </>
          ) : opened.kind === "slot" ? (
            <SlotSheet id={opened.id} revision={feed.revision} onAction={setAction} onDone={finish} />
          ) : opened.kind === "booking" ? (
            <BookingSheet id={opened.id} revision={feed.revision} onAction={setAction} />
          ) : opened.kind === "new" ? (
            <NewSheet
              key={opened.stretch?.start ?? ""}
              may={feed.may}
              stretch={opened.stretch}
              day={feed.date}
              specialistId={only}
              onDone={finish}
            />
          ) : null}
        </Sheet>
      )}
    </div>
  );
};

const LABELS = { slot: "Окошко", booking: "Запись", off: "Выходной", new: "Новое в календаре" } as const;

/** The free slot onto which something was dropped: its start lies in it. */
const freeSlotAt = (
  slots: readonly {
    id: string;
    specialistId: string;
    start: string;
    end: string;
    state: string;
    isPast: boolean;
  }[],
  at: Pick<Dragged, "start" | "specialistId">,
) =>
  slots.find(
    ({ specialistId, start, end, state, isPast }) =>
      specialistId === at.specialistId && state === "free" && !isPast && start <= at.start && at.start < end,
  );

export default CalendarPage;
