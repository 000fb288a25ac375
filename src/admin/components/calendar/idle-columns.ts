import type { Column, Feed } from "../../pages/calendar/model.ts";

/** Fewer stand side by side readably, whoever has nothing on these days. */
const MANY = 4;

/**
 * Of many specialists those who have neither slots nor bookings nor time off on these days: their empty columns would
 * push the others out of sight. Nobody, where less than two would be left (a week of one alone does not name them) or they were chosen by name.
 */
export function idleColumns({ view, columns, isChosen, slots, bookings, off }: Feed): readonly Column[] {
  if (columns.length <= MANY || isChosen || (view !== "day" && view !== "week")) return [];
  const busy = new Set([...slots, ...bookings, ...off].map(({ specialistId }) => specialistId));
  const idle = columns.filter(({ id }) => !busy.has(id));
  return columns.length - idle.length < 2 ? [] : idle;
}

/** The same without them. */
export function withoutIdle(feed: Feed, idle: readonly Column[]): Feed {
  if (idle.length === 0) return feed;
  const ids = new Set(idle.map(({ id }) => id));
  return { ...feed, columns: feed.columns.filter(({ id }) => !ids.has(id)) };
}
