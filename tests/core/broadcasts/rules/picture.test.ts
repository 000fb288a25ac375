import { expect, it } from "vitest";
import { PICTURE_BYTES_MAX, readPicture } from "../../../../src/core/broadcasts/rules/picture.ts";

const JPEG = [0xff, 0xd8, 0xff, 0xe0];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1];
const large = (size: number) => {
  const bytes = new Uint8Array(size);
  bytes.set(JPEG);
  return bytes;
};

it.each([
  ["a JPEG", Uint8Array.from(JPEG), "jpeg"],
  ["a PNG", Uint8Array.from(PNG), "png"],
  ["5 MB exactly", large(PICTURE_BYTES_MAX), "jpeg"],
  ["a byte more", large(PICTURE_BYTES_MAX + 1), "picture_too_large"],
  ["a GIF", Buffer.from("GIF89a"), "picture_unreadable"],
  ["nothing", new Uint8Array(), "picture_unreadable"],
])("of pictures, %s is %s (MS-3)", (_, bytes, answer) => {
  const read = readPicture(bytes);
  expect(read.ok ? read.value.kind : read.refusal).toBe(answer);
});
