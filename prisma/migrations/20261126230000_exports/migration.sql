-- Files of the books that the owner wants regularly: when, of which past days, and where they go.
CREATE TABLE "exports" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "cron" TEXT NOT NULL,
    "span" TEXT NOT NULL,
    "contents" TEXT NOT NULL,
    "dialect" TEXT NOT NULL,
    "folder" TEXT,
    "to_telegram" BOOLEAN NOT NULL,
    "owed_since" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exports_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "exports_number_once" ON "exports"("number");

ALTER TABLE exports
  ADD CONSTRAINT exports_span_known CHECK (span IN ('day', 'week', 'month')),
  ADD CONSTRAINT exports_contents_known CHECK (contents IN ('operations', 'day', 'service', 'specialist', 'kind')),
  ADD CONSTRAINT exports_dialect_known CHECK (dialect IN ('excel', 'plain')),
  ADD CONSTRAINT exports_go_somewhere CHECK (folder IS NOT NULL OR to_telegram),
  ADD CONSTRAINT exports_folder_named CHECK (folder <> '');
