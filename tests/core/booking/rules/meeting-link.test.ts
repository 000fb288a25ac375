import fc from "fast-check";
import { expect, it } from "vitest";
import { readMeetingLink } from "../../../../src/core/booking/rules/meeting-link.ts";

const long = (characters: number) => "https://meet.test/".padEnd(characters, "x");

it.each([
  ["a secure address", "https://meet.test/anna", "https://meet.test/anna"],
  ["a plain one", "http://meet.test/anna", "http://meet.test/anna"],
  ["with spaces around", "  https://meet.test/anna\n", "https://meet.test/anna"],
  ["with a query and a word in Russian", "https://meet.test/?r=Анна&p=1", "https://meet.test/?r=Анна&p=1"],
  ["in a Russian zone", "https://встреча.рф/1", "https://встреча.рф/1"],
  ["of 300 characters", long(300), long(300)],
  ["of 301", long(301), "meeting_link_too_long"],
  ["nothing", " ", "meeting_link_unreadable"],
  ["words", "позвоню сама", "meeting_link_unreadable"],
  ["an address without its beginning", "meet.test/anna", "meeting_link_unreadable"],
  ["two addresses", "https://a.test https://b.test", "meeting_link_unreadable"],
  ["a script", "javascript:alert(1)", "meeting_link_unreadable"],
  ["a file", "file:///etc/passwd", "meeting_link_unreadable"],
  ["a host without a dot", "http://localhost/1", "meeting_link_unreadable"],
  ["a dot alone", "https://./1", "meeting_link_unreadable"],
])("SL-8: %s", (_, typed, answer) => {
  const read = readMeetingLink(typed);
  expect(read.ok ? read.value : read.refusal).toBe(answer);
});

it("SL-8: whatever is typed is refused by name or is an address of the web, and reading it again changes nothing", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((rest) => `https://a.b/${rest}`),
      ),
      (typed) => {
        const read = readMeetingLink(typed);
        if (!read.ok) return;
        expect(new URL(read.value).protocol).toMatch(/^https?:$/);
        expect(read.value.length).toBeLessThanOrEqual(300);
        expect(readMeetingLink(read.value)).toEqual(read);
      },
    ),
  );
});
