import path from "node:path";
import { expect, it } from "vitest";
import { DataModelMissingError, modelsIn } from "../../src/admin/data-model.ts";

it("a data model that was not generated says what to run, and is no trouble of the database", () => {
  const read = () => modelsIn(path.join("build", "nowhere", "dmmf.json"));
  expect(read).toThrow(DataModelMissingError);
  expect(read).toThrow(/npm ci/);
});

it("the one that is there knows the bookings", () => {
  expect(modelsIn(path.join("build", "dmmf.json")).get("Booking")?.fields.length).toBeGreaterThan(20);
});
