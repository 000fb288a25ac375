-- Somebody whose data were erased keeps none (PE-2), one who turned out to be another keeps none either (PE-4).

-- CreateIndex
CREATE INDEX "clients_merged_into" ON "clients"("merged_into_id");

ALTER TABLE clients
  ADD CONSTRAINT clients_erased_are_nobody CHECK (erased_at IS NULL OR (
    name = 'Удалённый клиент' AND phone IS NULL AND phone_checked_at IS NULL AND email IS NULL AND birthday IS NULL
    AND telegram_id IS NULL AND telegram_username IS NULL AND time_zone IS NULL AND note = '' AND tags = '{}')),
  ADD CONSTRAINT clients_merged_are_empty CHECK (merged_into_id IS NULL OR (
    phone IS NULL AND email IS NULL AND birthday IS NULL AND telegram_id IS NULL AND time_zone IS NULL
    AND note = '' AND tags = '{}')),
  -- The year 1604 stands for a birthday without its year: a leap year that nobody alive was born in.
  ADD CONSTRAINT clients_birthday_in_range CHECK (
    birthday BETWEEN '1604-01-01' AND '1604-12-31' OR birthday BETWEEN '1900-01-01' AND '2199-12-31');
