import type { Action } from "../life.ts";
import { bankTrouble, payAtBank } from "./bank.ts";
import { cancelByBusiness, cancelByClient } from "./cancel.ts";
import { giveUpStart, holdStart, takeOver } from "./hold.ts";
import { payLate } from "./late-money.ts";
import { moveByClient, moveByStaff } from "./move.ts";
import { look, openPage } from "./pay.ts";
import { consent, enter, register, tellPhone } from "./people.ts";
import { confirmFree, payChoice, pointsOfHold, seeOffer } from "./plan.ts";
import { changeOwnPrice, changePrice } from "./prices.ts";
import { changeNumber, typeNonsense } from "./settings.ts";
import { add, change, generate } from "./slots.ts";
import { bookByStaff, bookWalkIn } from "./staff-booking.ts";
import { adjust, block, lift, vip } from "./standing.ts";
import { background, passMinute, passTime } from "./time.ts";
import { leaveTip } from "./tips.ts";
import { bookAgain, cancelAtLimit, friendAtLimit, spendAgain } from "./turns.ts";
import { correctMark, markVisits, refund } from "./visits.ts";

/** All that happens in the simulated business. A new one is a file here and a line. */
export const ACTIONS: readonly Action[] = [
  passTime,
  background,
  register,
  enter,
  tellPhone,
  consent,
  holdStart,
  takeOver,
  giveUpStart,
  pointsOfHold,
  seeOffer,
  payChoice,
  confirmFree,
  openPage,
  payAtBank,
  look,
  payLate,
  bankTrouble,
  cancelByClient,
  cancelByBusiness,
  moveByClient,
  moveByStaff,
  markVisits,
  leaveTip,
  correctMark,
  refund,
  block,
  lift,
  vip,
  adjust,
  changeNumber,
  typeNonsense,
  generate,
  add,
  change,
  bookByStaff,
  bookWalkIn,
  spendAgain,
  bookAgain,
  cancelAtLimit,
  friendAtLimit,
  changePrice,
  changeOwnPrice,
];

/** What somebody does who is about to pay. */
export const EAGER: readonly Action[] = [
  pointsOfHold,
  payChoice,
  confirmFree,
  openPage,
  payAtBank,
  look,
  payLate,
  background,
  passMinute,
];
