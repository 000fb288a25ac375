import type { Page } from "playwright-core";

export type Picture = {
  /** Without its ending. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** Brings the page to what the picture shows. */
  readonly open: (page: Page, url: string) => Promise<void>;
};

const DESKTOP = { width: 1280, height: 860 };

const at =
  (path: string, sign: string) =>
  async (page: Page, url: string): Promise<void> => {
    await page.goto(`${url}${path}`);
    await page.getByText(sign).first().waitFor();
  };

/** The owner's guide shows these, in this order. */
export const PICTURES: readonly Picture[] = [
  { file: "today", ...DESKTOP, open: at("/admin", "Сегодня") },
  { file: "bookings", ...DESKTOP, open: at("/admin/resources/Booking", "Записи") },
];
