import { useNotice } from "adminjs";
import type { Feed } from "../../pages/calendar/model.ts";
import { lostText } from "../no-answer.ts";
import type { ActionToOpen } from "./Card.tsx";
import { act } from "./calls.ts";
import { dayOf, minutesBetween, timeOf } from "./days.ts";
import type { Dragged, GridActs } from "./Grid.tsx";
import type { Opened } from "./OpenedSheet.tsx";

type Props = {
  readonly feed: Feed | undefined;
  readonly refresh: () => void;
  readonly open: (what: Opened, form?: ActionToOpen) => void;
};

/**
 * What a drag or a press in the grid does. A slot is moved at once, and goes back where it was when that is refused; a
 * booking goes back first: that it is moved is said in a form, with what it means for the client.
 */
export function useDrags({ feed, refresh, open }: Props): GridActs {
  const notice = useNotice();
  const moveSlot = async ({ told, start, end, specialistId, undo }: Dragged) => {
    const length = String(minutesBetween({ from: start, to: end }));
    const to = { resourceId: "Slot", recordId: told.id, actionName: "moveSlot" };
    const answer = await act(to, { day: dayOf(start), time: timeOf(start), length, specialistId }).catch(
      (error) => ({ isDone: false, message: lostText(error) }),
    );
    if (!answer.isDone) undo();
    notice({ message: answer.message, type: answer.isDone ? "success" : "error" });
    refresh();
  };
  const moveBooking = (dragged: Dragged) => {
    const { id } = dragged.told;
    dragged.undo();
    const target = feed && freeSlotAt(feed, dragged);
    if (target === undefined)
      return notice({ message: "Здесь нет свободного окошка: перенести запись сюда нельзя.", type: "error" });
    const form = { resourceId: "Booking", recordId: id, actionName: "moveBooking", label: "Перенести" };
    open({ kind: "booking", id }, { ...form, prefilled: { day: dayOf(target.start), slotId: target.id } });
  };
  return {
    onOpen: ({ of, id }) => open({ kind: of, id }),
    onStretch: (stretch) => {
      if (feed?.may.add) open({ kind: "new", stretch });
    },
    onStuck: (why) => notice({ message: why, type: "error" }),
    onResize: moveSlot,
    onMove: (dragged) => (dragged.told.of === "slot" ? moveSlot(dragged) : moveBooking(dragged)),
  };
}

/** The free slot onto which something was dropped: its start lies in it. */
const freeSlotAt = ({ slots, now }: Feed, at: Pick<Dragged, "start" | "specialistId">) =>
  slots.find(
    ({ specialistId, start, end, state }) =>
      specialistId === at.specialistId &&
      state === "free" &&
      start > now &&
      start <= at.start &&
      at.start < end,
  );
