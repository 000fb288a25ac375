-- What clients say of their visits (MS-2).
CREATE TABLE "reviews" (
    "booking_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "specialist_id" UUID NOT NULL,
    "rating" INTEGER NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("booking_id")
);
CREATE INDEX "reviews_specialist" ON "reviews"("specialist_id");
CREATE INDEX "reviews_client" ON "reviews"("client_id");
CREATE INDEX "reviews_created_at" ON "reviews"("created_at");
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE reviews
  ADD CONSTRAINT reviews_rating_in_range CHECK (rating BETWEEN 1 AND 5),
  ADD CONSTRAINT reviews_words_length CHECK (length(words) <= 2000);
