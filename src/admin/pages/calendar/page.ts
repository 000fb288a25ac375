import type { PanelPage } from "../../panel-page.ts";
import { bookingCard, slotCard } from "./cards.ts";
import { findClients } from "./clients.ts";
import { lift, undo } from "./deeds.ts";
import { readFeed } from "./feed.ts";
import { offCard } from "./off-card.ts";

/**
 * The calendar: slots, bookings and time off of some days. Whatever is changed is changed by the actions of the lists,
 * so that who may do what stands in one table; what no list has, undoing and lifting time off, asks the same table.
 */
export const CALENDAR: PanelPage = {
  id: "calendar",
  label: "Календарь",
  icon: "Calendar",
  component: "calendar",
  read: (call, asked) => {
    switch (asked.text("ask")) {
      case "slot":
        return slotCard(call, asked);
      case "booking":
        return bookingCard(call, asked);
      case "off":
        return offCard(call, asked);
      case "clients":
        return findClients(call, asked);
      default:
        return readFeed(call, asked);
    }
  },
  act: async (call, values) => {
    switch (values.text("do")) {
      case "undo":
        return undo(call, values);
      case "liftTimeOff":
        return lift(call, values);
      default:
        return { refused: "Такого действия у календаря нет." };
    }
  },
};
