-- Money of a period is read by the day on which it came to its end, or was asked for while it has none.
CREATE INDEX payments_moment ON payments (coalesce(ended_at, created_at), id);
CREATE INDEX refunds_moment ON refunds (coalesce(ended_at, created_at), id);
CREATE INDEX bookings_kept_moment ON bookings (ended_at, id)
  WHERE state = 'no_show' OR ended_reason IN ('client_late', 'moved_late');
-- What a day gave and took of points.
CREATE INDEX "point_entries_created_at" ON "point_entries"("created_at", "id");
-- Whose work and which service an operation belongs to: those of a time stand together, and are read without their rows.
CREATE INDEX "bookings_work" ON "bookings"("created_at", "id", "specialist_id", "service_id");
