-- Figures of years in a moment: who came for the first time is known of each client, and money is found by when it moved.
ALTER TABLE "clients" ADD COLUMN "first_visit_at" TIMESTAMPTZ(3);

UPDATE clients SET first_visit_at = visit.at
FROM (SELECT client_id, min(starts_at) AS at FROM bookings WHERE state = 'completed' GROUP BY client_id) AS visit
WHERE visit.client_id = clients.id;

-- A mark, its correction and a change of owner alike: the beginning of the first completed visit, or nothing.
CREATE FUNCTION clients_keep_first_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients SET first_visit_at = visit.at
  FROM (SELECT own.id, (SELECT min(starts_at) FROM bookings WHERE client_id = own.id AND state = 'completed') AS at
        FROM unnest(ARRAY[OLD.client_id, NEW.client_id]) AS own (id)) AS visit
  WHERE visit.id = clients.id AND clients.first_visit_at IS DISTINCT FROM visit.at;
  RETURN NULL;
END $$;
CREATE TRIGGER clients_keep_first_visit AFTER UPDATE OF state, client_id ON bookings
  FOR EACH ROW WHEN (OLD.state = 'completed' OR NEW.state = 'completed')
  EXECUTE FUNCTION clients_keep_first_visit();

CREATE INDEX clients_first_visit_at ON clients (first_visit_at) WHERE first_visit_at IS NOT NULL;
CREATE INDEX payments_captured_at ON payments (ended_at) INCLUDE (kind, captured_kopecks) WHERE state = 'captured';
CREATE INDEX payments_tips ON payments (id) WHERE kind = 'tip';
CREATE INDEX refunds_done_at ON refunds (ended_at) WHERE state = 'succeeded';
CREATE INDEX slots_offered ON slots (starts_at) INCLUDE (ends_at, specialist_id, kind) WHERE state = 'open';
-- Which visits were reminded of.
CREATE INDEX outbox_reminded ON outbox (booking_id) WHERE kind = 'reminder' AND state = 'sent';
