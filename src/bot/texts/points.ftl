# Баллы.
points-title = <b>Ваши баллы: { $points }</b>
points-held = Из них отложено на неоплаченную запись: { $points }.
points-debt = Баланс ниже нуля: новые баллы сначала закроют его.
points-next = Списать баллы можно будет с { $moment }.
points-now = Списать баллы можно уже при следующей записи.
points-how = За каждый визит начисляем { $percent }% баллами. Один балл равен рублю, баллами можно оплатить до { $share }% цены.
button-entries = История баллов
entries-title = <b>История баллов</b>
entries-none = Движений по баллам пока нет.
entry-line = { $date }: <b>{ $amount }</b>, { $what }
entry-balance = стало { $points }
entry-redemption = списано на запись{ $booking }
entry-redemption-return = возвращено: запись{ $booking } отменена
entry-accrual = за визит{ $booking }
entry-accrual-reversal = исправление отметки визита{ $booking }
entry-rebook = за быструю запись{ $booking }
entry-rebook-reversal = исправление отметки визита{ $booking }
entry-referral = за приглашённого друга
entry-referral-reversal = исправление награды за друга
entry-penalty = штраф за запись{ $booking }
entry-penalty-reversal = штраф снят{ $booking }
entry-refund-reversal = деньги за визит{ $booking } возвращены
entry-refund-reversal-return = баллы за визит{ $booking } вернулись
entry-adjustment = изменено вручную{ $reason ->
    [none] { "" }
   *[other] : { $reason }
  }
entry-merge = перенесено с другой карточки
entry-booking = { " " }№{ $number }
