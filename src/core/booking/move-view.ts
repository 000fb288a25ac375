import { sql } from "../runtime/sql.ts";
import type { BookingState, BookingView } from "./model.ts";

/** What a booking replaced and what it was moved to, as the view of bookings reads it. */
export type MoveRow = {
  readonly replaced: {
    id: string;
    number: number;
    state: BookingState;
    starts_at: string;
    specialist: string;
    first_id: string;
    moves: number;
  } | null;
  readonly movedTo: { id: string; number: number; starts_at: string } | null;
};

/** Two columns beside `booking`; of one that was never moved they cost nothing. */
export const MOVE_COLUMNS = sql`
  CASE WHEN booking.replaces_id IS NOT NULL THEN (
    WITH RECURSIVE moved AS (
      SELECT id, replaces_id, 1 AS moves FROM bookings WHERE id = booking.replaces_id
      UNION ALL
      SELECT earlier.id, earlier.replaces_id, moves + 1
      FROM moved JOIN bookings earlier ON earlier.id = moved.replaces_id)
    SELECT jsonb_build_object('id', old.id, 'number', old.number, 'state', old.state, 'starts_at', old.starts_at,
             'specialist', whose.name, 'first_id', first.id, 'moves', first.moves)
    FROM bookings old JOIN specialists whose ON whose.id = old.specialist_id,
         (SELECT id, moves FROM moved ORDER BY moves DESC LIMIT 1) AS first
    WHERE old.id = booking.replaces_id) END AS replaced,
  CASE WHEN booking.state = 'moved' THEN (
    SELECT jsonb_build_object('id', id, 'number', number, 'starts_at', starts_at)
    FROM bookings WHERE replaces_id = booking.id AND state <> 'expired') END AS moved_to`;

export const toMoveView = ({ replaced, movedTo }: MoveRow): Pick<BookingView, "replaces" | "movedTo"> => ({
  replaces:
    replaced === null
      ? undefined
      : {
          id: replaced.id,
          number: replaced.number,
          state: replaced.state,
          startsAt: new Date(replaced.starts_at),
          specialistName: replaced.specialist,
          firstId: replaced.first_id,
          moves: replaced.moves,
        },
  movedTo:
    movedTo === null
      ? undefined
      : { id: movedTo.id, number: movedTo.number, startsAt: new Date(movedTo.starts_at) },
});
