-- What staff write down about a client for each other.
CREATE TABLE "client_notes" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_notes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "client_notes_client" ON "client_notes"("client_id", "created_at");
ALTER TABLE "client_notes" ADD CONSTRAINT "client_notes_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A client is looked for by a part of the name. Trigrams are made of ASCII alone where the database's own locale is C, as
-- in the embedded one: there names are written in plain letters first (`people/rules/search-name.ts`), and are read faster.
ALTER TABLE "clients" ADD COLUMN "search_name" TEXT NOT NULL GENERATED ALWAYS AS
  (translate(lower("name"), 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя', 'abvgdeejziiklmnoprstufhc46w2y3e7q')) STORED;
DROP INDEX "clients_name_search";
CREATE INDEX "clients_name_search" ON "clients" USING GIN ("search_name" gin_trgm_ops);

-- And by a part of the Telegram name.
CREATE INDEX "clients_username_search" ON "clients" USING GIN ("telegram_username" gin_trgm_ops);

ALTER TABLE client_notes
  ADD CONSTRAINT client_notes_text_given CHECK (length(btrim(text)) BETWEEN 1 AND 1000);

-- A note is written once; it moves with its client and goes with their data, and nothing else is done to it.
CREATE FUNCTION client_notes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT FROM clients WHERE id = OLD.client_id AND erased_at IS NOT NULL) THEN RETURN OLD; END IF;
  ELSIF (NEW.id, NEW.text, NEW.staff_id, NEW.created_at) IS NOT DISTINCT FROM (OLD.id, OLD.text, OLD.staff_id, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'note % stays as it was written', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'client_notes_stay';
END $$;
CREATE TRIGGER client_notes_stay BEFORE UPDATE OR DELETE ON client_notes FOR EACH ROW EXECUTE FUNCTION client_notes_stay();
