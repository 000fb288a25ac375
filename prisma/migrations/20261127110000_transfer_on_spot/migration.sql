-- What a client sends to the salon itself, past the gateway, is money on the spot like cash (PY-7).
ALTER TABLE payments
  DROP CONSTRAINT payments_method_known,
  DROP CONSTRAINT payments_method_fits_kind,
  ADD CONSTRAINT payments_method_known CHECK (method IN ('bank_card', 'sbp', 'cash', 'terminal', 'transfer')),
  ADD CONSTRAINT payments_method_fits_kind CHECK ((kind = 'on_spot') = (method IN ('cash', 'terminal', 'transfer')));
