-- Who came in a quarter is counted from this alone, without a look at the bookings themselves.
CREATE INDEX "bookings_came" ON "bookings"("starts_at", "client_id") WHERE "state" = 'completed';
-- What waits for a person is found without a walk through everything that went well.
CREATE INDEX "refunds_refused" ON "refunds"("ended_at") WHERE "state" = 'canceled';
CREATE INDEX "payments_on_spot" ON "payments"("booking_id") INCLUDE ("id", "captured_kopecks")
  WHERE "kind" = 'on_spot' AND "state" = 'captured';
