-- What staff write to clients often, kept under a title, in an order of the business's own.
CREATE TABLE "quick_replies" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quick_replies_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX quick_replies_title_once ON quick_replies (lower(title));

ALTER TABLE quick_replies
  ADD CONSTRAINT quick_replies_title_given CHECK (title = btrim(title) AND length(title) BETWEEN 1 AND 60),
  ADD CONSTRAINT quick_replies_text_given CHECK (length(btrim(text)) BETWEEN 1 AND 1000),
  -- Looked at when a transaction ends: places change together.
  ADD CONSTRAINT quick_replies_place_once UNIQUE (place) DEFERRABLE INITIALLY DEFERRED;
