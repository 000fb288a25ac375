import { BotApiError, badRequest } from "../bot-error.ts";
import { readCaption } from "../formatted-text.ts";
import type { Content, StoredFile } from "../model.ts";
import { type Params, textParam, type UploadedFile } from "../params.ts";
import { chatOf, type World } from "../world.ts";
import { captionOf, send } from "./messages.ts";
import { type Method, success } from "./method.ts";

const MEBIBYTE = 1024 * 1024;
const DOCUMENT_BYTES_MAX = 50 * MEBIBYTE;
const PHOTO_BYTES_MAX = 10 * MEBIBYTE;
const DOWNLOAD_BYTES_MAX = 20 * MEBIBYTE;

const sendDocument: Method = (world, params) => {
  const chat = chatOf(world, params);
  const file = fileOf(world, params, "document", DOCUMENT_BYTES_MAX);
  return send(world, params, chat, { document: describe(file), ...captionOf(readCaption(params)) });
};

const sendPhoto: Method = (world, params) => {
  const chat = chatOf(world, params);
  const file = fileOf(world, params, "photo", PHOTO_BYTES_MAX);
  const { file_id, file_unique_id, file_size } = describe(file);
  const photo = [{ file_id, file_unique_id, file_size, ...dimensionsOf(fileBytes(file)) }];
  return send(world, params, chat, { photo, ...captionOf(readCaption(params)) });
};

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Telegram's limits: both sides together, and one against the other. */
const PHOTO_SIDES_MAX = 10_000;
const PHOTO_RATIO_MAX = 20;

/** A PNG says its size at the beginning; of other pictures we take one for granted. */
function dimensionsOf(bytes: Buffer): { readonly width: number; readonly height: number } {
  const isPng = bytes.length >= 24 && bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const [width, height] = isPng ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : [1280, 960];
  const isFit =
    width > 0 &&
    height > 0 &&
    width + height <= PHOTO_SIDES_MAX &&
    Math.max(width, height) <= PHOTO_RATIO_MAX * Math.min(width, height);
  if (!isFit) throw badRequest("PHOTO_INVALID_DIMENSIONS");
  return { width, height };
}

const sendLocation: Method = (world, params) =>
  send(world, params, chatOf(world, params), { location: locationOf(params) });

const sendVenue: Method = (world, params) => {
  const [title, address] = [textParam(params, "title"), textParam(params, "address")];
  if (title === "") throw badRequest("venue title must be non-empty");
  if (address === "") throw badRequest("venue address must be non-empty");
  const location = locationOf(params);
  return send(world, params, chatOf(world, params), { location, venue: { location, title, address } });
};

const getFile: Method = (world, params) => {
  const file = world.state.files[textParam(params, "file_id")];
  if (!file) throw badRequest("invalid file_id");
  const { file_id, file_unique_id, file_size } = describe(file);
  if (file_size > DOWNLOAD_BYTES_MAX) throw badRequest("file is too big");
  return success({ file_id, file_unique_id, file_size, file_path: file.path });
};

export const mediaMethods: Readonly<Record<string, Method>> = {
  sendDocument,
  sendPhoto,
  sendLocation,
  sendVenue,
  getFile,
};

export const fileBytes = ({ base64 }: StoredFile): Buffer => Buffer.from(base64, "base64");

/** A file by its id, or one that came with the call, under its own name or as `attach://<name>`. */
function fileOf(world: World, params: Params, name: string, bytesMax: number): StoredFile {
  const given = textParam(params, name);
  const upload = params.files.get(given.startsWith("attach://") ? given.slice("attach://".length) : name);
  if (upload) {
    if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
    if (upload.bytes.length > bytesMax) throw new BotApiError(413, "Request Entity Too Large");
    return keepFile(world, upload, name);
  }
  if (given === "") throw badRequest(`there is no ${name} in the request`);
  const known = world.state.files[given];
  if (!known) throw badRequest("wrong file identifier/HTTP URL specified");
  return known;
}

function keepFile(world: World, upload: UploadedFile, folder: string): StoredFile {
  const number = world.state.nextFileNumber;
  world.state.nextFileNumber += 1;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(upload.name)?.[0] ?? "";
  const file = {
    fileId: `BQACAgIAAxk${String(number).padStart(10, "0")}`,
    path: `${folder}s/file_${number}${extension}`,
    name: upload.name,
    mimeType: upload.mimeType,
    base64: upload.bytes.toString("base64"),
  };
  world.state.files[file.fileId] = file;
  return file;
}

function describe(file: StoredFile): NonNullable<Content["document"]> {
  return {
    file_id: file.fileId,
    file_unique_id: `AgAD${file.fileId.slice(-10)}`,
    file_name: file.name,
    mime_type: file.mimeType,
    file_size: fileBytes(file).length,
  };
}

function locationOf(params: Params): { latitude: number; longitude: number } {
  const [latitude, longitude] = [coordinate(params, "latitude"), coordinate(params, "longitude")];
  if (
    latitude === undefined ||
    longitude === undefined ||
    Math.abs(latitude) > 90 ||
    Math.abs(longitude) > 180
  ) {
    throw badRequest("wrong location specified");
  }
  return { latitude, longitude };
}

function coordinate(params: Params, name: string): number | undefined {
  const text = textParam(params, name);
  const value = Number(text);
  return text === "" || !Number.isFinite(value) ? undefined : value;
}
