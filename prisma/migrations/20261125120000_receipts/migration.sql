-- Receipts (PY-6): what a refund is asked with, and the receipts that close what was prepaid.
ALTER TABLE "refunds" ADD COLUMN     "request" JSONB;

CREATE TABLE "closing_receipts" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "amount_kopecks" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "provider_receipt_id" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_sent_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closing_receipts_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "closing_receipts_payment_once" ON "closing_receipts"("payment_id");
CREATE UNIQUE INDEX "closing_receipts_key_once" ON "closing_receipts"("key");
CREATE UNIQUE INDEX "closing_receipts_provider_once" ON "closing_receipts"("provider_receipt_id");
CREATE INDEX "closing_receipts_booking" ON "closing_receipts"("booking_id");
CREATE INDEX "closing_receipts_created_at" ON "closing_receipts"("created_at");
CREATE INDEX closing_receipts_due ON closing_receipts (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

ALTER TABLE "closing_receipts" ADD CONSTRAINT "closing_receipts_payment_id_fkey"
  FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "closing_receipts" ADD CONSTRAINT "closing_receipts_booking_id_fkey"
  FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE closing_receipts
  ADD CONSTRAINT closing_receipts_state_known CHECK (state IN ('queued', 'pending', 'succeeded', 'canceled')),
  ADD CONSTRAINT closing_receipts_amount_positive CHECK (amount_kopecks > 0),
  ADD CONSTRAINT closing_receipts_final_has_end CHECK ((state IN ('succeeded', 'canceled')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT closing_receipts_open_is_sent CHECK (state IN ('succeeded', 'canceled') OR next_attempt_at IS NOT NULL),
  ADD CONSTRAINT closing_receipts_over_forgets_email CHECK (ended_at IS NULL OR request->'email' IS NULL);

-- To whom a receipt goes is kept only as long as it may still be sent (PE-2).
ALTER TABLE payments
  ADD CONSTRAINT payments_over_forgets_email CHECK (ended_at IS NULL OR request #> '{receipt,email}' IS NULL);
ALTER TABLE refunds
  ADD CONSTRAINT refunds_over_forgets_email CHECK (ended_at IS NULL OR request #> '{receipt,email}' IS NULL);

CREATE FUNCTION closing_receipts_within_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_kopecks > (SELECT captured_kopecks FROM payments WHERE id = NEW.payment_id) THEN
    RAISE EXCEPTION 'more would be settled than payment % brought', NEW.payment_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_receipts_within_payment';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER closing_receipts_within_payment AFTER INSERT OR UPDATE OF amount_kopecks, payment_id ON closing_receipts
  FOR EACH ROW EXECUTE FUNCTION closing_receipts_within_payment();
CREATE TRIGGER closing_receipts_kept BEFORE DELETE ON closing_receipts FOR EACH ROW EXECUTE FUNCTION payments_kept();
