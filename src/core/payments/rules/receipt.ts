import { invariant, present } from "../../kernel/invariant.ts";
import { type Kopecks, kopecks } from "../../kernel/money.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { KeptReceipt, Receipt, ReceiptItem } from "../model.ts";

/** What the owner chose about receipts; with `isOn` false none is made. */
export type ReceiptTerms = {
  readonly isOn: boolean;
  /** 1–12, as the tax service numbers the rates. */
  readonly vatCode: number;
  /** 1–6; undefined is not said. */
  readonly taxSystemCode: number | undefined;
};

/** Money that is asked for by card. */
export type ReceiptedPayment =
  | {
      readonly kind: "booking";
      readonly amount: Kopecks;
      /** The service's name. */
      readonly description: string;
      /** Nothing is left to pay on the spot; points are no money and lower the price. */
      readonly isWholeRest: boolean;
    }
  | { readonly kind: "tip"; readonly amount: Kopecks };

type Mode = "full_prepayment" | "partial_prepayment" | "full_payment";

/**
 * The receipt that goes with a payment: one line that is the amount to the kopeck. What is paid before the visit is a
 * prepayment, in full when nothing is left for the spot; a tip is paid for what was done already.
 *
 * Undefined when receipts are off; without an e-mail there is no receipt, and so no payment.
 *
 * @source PY-6
 */
export function receiptFor(
  payment: ReceiptedPayment,
  terms: ReceiptTerms,
  email: string | undefined,
): Outcome<Receipt | undefined, "email_needed"> {
  if (!terms.isOn) return done(undefined);
  if (email === undefined) return refuse("email_needed");
  const line = payment.kind === "tip" ? tipLine(payment.amount, terms) : prepaidLine(payment, terms);
  const { taxSystemCode } = terms;
  return done({ email, items: [line], ...(taxSystemCode === undefined ? {} : { taxSystemCode }) });
}

const tipLine = (amount: Kopecks, { vatCode }: ReceiptTerms): ReceiptItem =>
  lineOf({ description: "Чаевые", amount, vatCode, mode: "full_payment" });

const prepaidLine = (
  { amount, description, isWholeRest }: Extract<ReceiptedPayment, { kind: "booking" }>,
  { vatCode }: ReceiptTerms,
): ReceiptItem =>
  lineOf({ description, amount, vatCode, mode: isWholeRest ? "full_prepayment" : "partial_prepayment" });

function lineOf(line: {
  readonly description: string;
  readonly amount: Kopecks;
  readonly vatCode: number;
  readonly mode: Mode;
}): ReceiptItem {
  const { description, amount, mode } = line;
  invariant(amount > 0, "a receipt is for money above zero", { amount });
  return {
    description,
    quantity: 1,
    amount,
    vatCode: mode === "full_payment" ? plainRate(line.vatCode) : line.vatCode,
    paymentMode: mode,
    paymentSubject: "service",
  };
}

/** A calculated rate (22/122) is for money in advance; what was provided is settled at the plain one (22 %). */
const PLAIN_RATES: Readonly<Record<number, number>> = { 5: 3, 6: 4, 9: 7, 10: 8, 12: 11 };
const plainRate = (vatCode: number): number => PLAIN_RATES[vatCode] ?? vatCode;

const isPrepaid = ({ items }: KeptReceipt): boolean =>
  items.every(({ paymentMode }) => paymentMode.endsWith("_prepayment"));

/**
 * What goes back of a payment, on the receipt of the refund: one line like the payment's own, whatever the settings say
 * by now. After the closing receipt it is no prepayment any more.
 *
 * @throws InvariantError when more goes back than the payment's receipt was for
 * @source PY-6
 */
export function refundReceipt(
  of: KeptReceipt,
  back: { readonly amount: Kopecks; readonly isSettled: boolean },
): KeptReceipt {
  invariant(back.amount <= receiptTotal(of), "no more goes back than the receipt was for", back);
  return likeFirstLine(of, back.amount, back.isSettled ? "full_payment" : undefined);
}

/**
 * The receipt that closes a prepayment: what of it was kept, now paid in full. Undefined when nothing was kept or the
 * payment was no prepayment.
 *
 * @source PY-6
 */
export function closingReceipt(of: KeptReceipt, kept: Kopecks): KeptReceipt | undefined {
  invariant(kept <= receiptTotal(of), "no more is settled than the receipt was for", { kept });
  return kept > 0 && isPrepaid(of) ? likeFirstLine(of, kept, "full_payment") : undefined;
}

function likeFirstLine(of: KeptReceipt, amount: Kopecks, mode: Mode | undefined): KeptReceipt {
  const { email: _to, ...rest } = of;
  const first = present(of.items[0], "the line of a receipt");
  invariant(amount > 0, "a receipt is for money above zero", { amount });
  const settled = mode === undefined ? {} : { paymentMode: mode, vatCode: plainRate(first.vatCode) };
  return { ...rest, items: [{ ...first, quantity: 1, amount, ...settled }] };
}

/** What a receipt adds up to; every line of ours is one piece. */
export const receiptTotal = ({ items }: KeptReceipt): Kopecks =>
  kopecks(items.reduce((total, { quantity, amount }) => total + quantity * amount, 0));

/** A kept receipt with whom it goes to; undefined when that is not known. */
export const addressed = (receipt: KeptReceipt, email = receipt.email): Receipt | undefined =>
  email === undefined ? undefined : { ...receipt, email };
