# Баллы.
points-title = <b>Ваши баллы: { $points }</b>
points-held = Из них отложено на запись, которая ещё не подтверждена: { $points }.
points-held-for = Из них отложено на запись №{ $number } ({ $service }, { $when }): { $points }. Спишем, когда запись подтвердится.
points-debt = Баланс ниже нуля: так бывает после штрафа или возврата денег за визит. Новые баллы сначала закроют долг, потом их снова можно будет тратить.
points-next = Следующее списание баллов возможно: { $moment }.
points-now = Списать баллы можно уже при следующей записи.
points-how-earned = За каждый визит начисляем { $percent }{ "\u00A0" }% баллами.
points-how = Один балл равен одному рублю, баллами можно оплатить до { $share }{ "\u00A0" }% цены.
points-upcoming = За визит { $when } ({ $service }) начислим { $points }.
points-upcoming-rebook = И ещё { $points } за быструю запись.
button-entries = История баллов
entries-title = <b>История баллов</b>
entries-none = Движений по баллам пока нет.
entry-line = { $date }: <b>{ $amount }</b>, { $what }
entry-balance = стало { $points }
entry-redemption = списано на запись{ $booking }
entry-redemption-return = возвращено { $state ->
    [cancelled] после отмены: запись
    [moved] после переноса: запись
   *[other] за запись
  }{ $booking }
entry-accrual = за визит{ $booking }
entry-accrual-reversal = исправление отметки визита{ $booking }
entry-rebook = за быструю запись{ $booking }
entry-rebook-reversal = исправление отметки визита{ $booking }
entry-referral = за приглашённого друга{ $friend ->
    [none] { "" }
   *[other] : { $friend }
  }
entry-referral-reversal = исправление награды за друга{ $friend ->
    [none] { "" }
   *[other] : { $friend }
  }
entry-penalty = штраф за { $state ->
    [cancelled] позднюю отмену
    [moved] поздний перенос
   *[other] неявку
  }: запись{ $booking }
entry-penalty-reversal = штраф снят, мы исправили отметку: запись{ $booking }
entry-refund-reversal = деньги за визит{ $booking } возвращены
entry-refund-reversal-return = баллы за визит{ $booking } вернулись
entry-adjustment = изменено вручную{ $reason ->
    [none] { "" }
   *[other] : { $reason }
  }
entry-merge = перенесено с вашего прежнего профиля
entry-booking = { " " }№{ $number } ({ $service }, { $date })
