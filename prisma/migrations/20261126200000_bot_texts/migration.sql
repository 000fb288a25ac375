-- What the bot says and shows, as the business words it: one draft, and versions that never change.
CREATE TABLE "content_versions" (
    "number" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "restored_from" INTEGER,
    "staff_id" UUID,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "content_versions_pkey" PRIMARY KEY ("number")
);
CREATE UNIQUE INDEX "content_versions_id_once" ON "content_versions"("id");
ALTER TABLE "content_versions" ADD CONSTRAINT "content_versions_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "content_draft" (
    "id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "content" JSONB,
    "based_on" INTEGER NOT NULL,
    "staff_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "content_draft_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "content_draft" ADD CONSTRAINT "content_draft_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "content_pictures" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "telegram_file_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "content_pictures_pkey" PRIMARY KEY ("id")
);

ALTER TABLE content_versions
  ADD CONSTRAINT content_versions_number_counts CHECK (number >= 1),
  ADD CONSTRAINT content_versions_note_given CHECK (length(btrim(note)) BETWEEN 1 AND 300),
  ADD CONSTRAINT content_versions_restores_earlier CHECK (restored_from >= 0 AND restored_from < number),
  ADD CONSTRAINT content_versions_is_whole CHECK (
    coalesce(jsonb_typeof(content -> 'texts') = 'object' AND jsonb_typeof(content -> 'menu') = 'array'
      AND jsonb_typeof(content -> 'pages') = 'array', false)),
  ADD CONSTRAINT content_versions_menu_keeps_needed CHECK (
    content -> 'menu' @> '[{"target": "book"}, {"target": "my"}, {"target": "my_data"}, {"target": "contact"}]');

ALTER TABLE content_draft
  ADD CONSTRAINT content_draft_is_one CHECK (id = 1),
  ADD CONSTRAINT content_draft_revision_counts CHECK (revision >= 0);

ALTER TABLE content_pictures
  ADD CONSTRAINT content_pictures_kind_known CHECK (kind IN ('jpeg', 'png')),
  ADD CONSTRAINT content_pictures_size CHECK (octet_length(bytes) BETWEEN 1 AND 2097152);

-- Versions are published one after another, and stay as they were said.
CREATE FUNCTION content_versions_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM content_versions) THEN
    RAISE EXCEPTION 'a version follows the newest one' USING ERRCODE = 'check_violation', CONSTRAINT = 'content_versions_follow';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER content_versions_follow BEFORE INSERT ON content_versions FOR EACH ROW EXECUTE FUNCTION content_versions_follow();
CREATE TRIGGER content_versions_append_only BEFORE UPDATE OR DELETE ON content_versions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER content_versions_no_truncate BEFORE TRUNCATE ON content_versions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
