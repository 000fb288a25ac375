-- A quarter's points are added up from this alone. No entry is of 0 points (point_entries_not_zero): the condition leaves
-- nothing out, and marks the index as one that the models do not describe.
CREATE INDEX "point_entries_changes" ON "point_entries"("created_at") INCLUDE ("kind", "points") WHERE "points" <> 0;
