# Сообщения, которые бот присылает сам.
sent-confirmed = ✅ <b>Вы записаны!</b> Запись №{ $number }
sent-visit-noted = ✅ <b>Ваш визит записан.</b> Запись №{ $number }
sent-confirmed-earn = За визит начислим { $points }.
sent-payment-requested = Мы записали вас и держим это время. { $part ->
    [whole] Осталось оплатить.
   *[prepayment] Осталось внести предоплату.
}
sent-payment-requested-until = К оплате: { $amount }. Ждём до { $until }.
button-to-payment = Перейти к оплате
sent-declined = Оплата не прошла{ $reason ->
    [insufficient_funds] : на карте не хватило денег
    [card_expired] : у карты истёк срок
    [invalid_csc] : неверный код с обратной стороны карты
    [invalid_card_number] : неверный номер карты
    [secure_failed] : не удалось подтвердить платёж
    [call_issuer] : банк попросил связаться с ним
    [payment_method_restricted] : банк запретил такой платёж
    [payment_method_limit_exceeded] : превышен лимит карты
    [expired_on_confirmation] : время на оплату вышло
    [canceled_by_merchant] { "" }
   *[other] { "" }
  }. Деньги не списаны.
sent-declined-held = Время { $when } пока за вами: попробуйте ещё раз или другой картой до { $until }.
sent-declined-over = Это время больше не держим, но можно выбрать снова.
button-try-again = Оплатить ещё раз
sent-too-late = Оплата { $amount } пришла, когда время уже вышло и окошко заняли. Мы ничего не оставляем себе: деньги вернутся полностью, обычно за несколько дней.
sent-returned = Оплата { $amount } больше не нужна, поэтому возвращаем её полностью. Обычно деньги приходят за несколько дней.
sent-refunded-online = Возвращаем { $amount } по записи №{ $number }. Обычно деньги приходят за несколько дней.
sent-refunded-on-spot = Вернули вам на месте { $amount } по записи №{ $number }.
sent-refunded-tip = Возвращаем чаевые { $amount } по записи №{ $number }. Обычно деньги приходят за несколько дней.
refunded-earned-back = Баллы, начисленные за эту сумму, сняли: { $points }.
sent-capture-refused = Банк в последний момент отказал в списании, поэтому запись не состоялась, деньги не списаны. Простите за неудобство, попробуйте, пожалуйста, ещё раз.
sent-cancelled = Запись №{ $number } отменена.
sent-cancelled-by-business = Нам очень жаль: запись №{ $number } пришлось отменить. Будем рады предложить другое время.
cancelled-on-spot-back = Оплаченное на месте ({ $amount }) вернёт администратор.
sent-no-show = Жаль, что вы не пришли: мы вас ждали.
no-show-penalty = За неявку списали { $points }.
no-show-kept = Оплаченное за визит не возвращается: { $paid }.
paid-both = { $amount } и { $points }
no-show-blocked = Это повторная неявка, поэтому запись через бота для вас закрыта до { $until }.
no-show-mistake = Если это ошибка, напишите нам.
cancelled-refund = Вернём { $amount }: обычно деньги приходят за несколько дней.
cancelled-kept = Предоплата { $amount } не возвращается: отмена поздняя.
cancelled-points-back = Вернули { $points }.
cancelled-penalty = За позднюю отмену списали { $points }.
staff-cancelled = ❌ Запись №{ $number } отменена
staff-cancelled-late = ❌ Запись №{ $number } отменена поздно
staff-on-spot-left = 💵 На месте принято { $amount }: отдайте клиенту и отметьте возврат в панели.
sent-from-staff = 💬 <b>{ $business }</b>:

    { $text }
staff-new-booking = 🆕 Новая запись №{ $number }
staff-client-line = 🙂 { $name }
staff-client-message = 💬 Сообщение от клиента <b>{ $name }</b>:

    { $text }
staff-payment = ⚠️ Нужен человек: с платежом { $amount } по записи №{ $number } что-то не сошлось (возврат не прошёл или сумма другая). Посмотрите его в панели и в кабинете ЮKassa.
staff-payment-no-booking = ⚠️ Нужен человек: с платежом { $amount } что-то не сошлось. Посмотрите платежи в панели и в кабинете ЮKassa.
sent-visit-completed = Спасибо, что выбрали нас! 💛
visit-earned = За визит начислили { $points }.
visit-earned-rebook = И ещё { $points } за быструю запись.
rebook-offer = Запишитесь до { $until }, и за следующий визит начислим ещё { $percent }{ "\u00A0" }% баллами.
sent-corrected-came = Мы исправили отметку: вы были на визите. Простите за путаницу!
sent-corrected-missed = Мы исправили отметку: визит не состоялся.
corrected-penalty-back = Штраф сняли и вернули { $points }.
corrected-block-lifted = Запись через бота для вас снова открыта.
corrected-earned-back = Сняли начисленное за этот визит: { $points }.
sent-block-lifted = Запись через бота для вас снова открыта. Будем рады вас видеть!
sent-friend-came = 🎁 По вашему приглашению у нас впервые побывал гость: { $name }. Начислили вам { $points }, спасибо!
staff-merge-overlaps = ⚠️ Клиент <b>{ $name }</b> подтвердил телефон, который записан на другой карточке, но объединить их нельзя: записи №{ $number } и №{ $otherNumber } пересекаются по времени. Перенесите или отмените одну из них и попросите клиента прислать телефон ещё раз: «Мои данные» → «Телефон».
staff-backup-failed = ⚠️ Резервная копия базы не сделана: { $problem }. Прежние копии целы, следующая попытка — по расписанию. Когда причина устранена, копию можно сделать сразу: <code>npm run -s cli -- db backup</code>.
staff-export-failed = ⚠️ Выгрузка №{ $number } не сделана: { $problem }. Следующая попытка — по расписанию, пропущенное войдёт в неё. Когда причина устранена, можно и сразу: <code>npm run -s cli -- schedule run { $number }</code>.
sent-export-file = 📄 Выгрузка №{ $number }: <b>{ $contents }</b>, { $days }
sent-export-too-large = 📄 Выгрузка №{ $number }: <b>{ $contents }</b>, { $days }. Файл больше, чем принимает Telegram. Возьмите его в папке выгрузки или на странице «Деньги» в панели.
sent-link-changed = 🔗 <b>Новая ссылка на встречу</b>, запись №{ $number }
sent-link-dropped = 🔗 <b>Прежняя ссылка на встречу больше не действует</b>, запись №{ $number }
