-- Moving a booking (CX-7): a new hold replaces the old booking, and takes over its points.
ALTER TABLE bookings
  ADD CONSTRAINT bookings_not_own_replacement CHECK (replaces_id <> id);

-- One hold at a time may come instead of a booking, and one booking in the end; holds that came to nothing do not count.
CREATE UNIQUE INDEX bookings_replaced_once ON bookings (replaces_id) WHERE replaces_id IS NOT NULL AND state <> 'expired';

-- Points of a hold that replaces a booking are those which that booking has spent already, and perhaps some more.
ALTER TABLE point_holds ADD COLUMN takes_over_id UUID;
ALTER TABLE point_holds
  ADD CONSTRAINT point_holds_takes_over_id_fkey FOREIGN KEY (takes_over_id) REFERENCES bookings (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  ADD CONSTRAINT point_holds_not_own_source CHECK (takes_over_id <> booking_id);
