# Чаевые.
button-tip = 💛 Оставить чаевые
booking-tips = Чаевые: { $amount }
tip-ask = 💛 Чаевые получит <b>{ $specialist }</b>. Сколько хотите оставить? Это по желанию.
button-tip-amount = { $rubles } ₽
button-tip-other = Другая сумма
tip-type = Напишите сумму в рублях, например 250 или 150,50. Чаевые получит <b>{ $specialist }</b>.
tip-unreadable = Не получилось разобрать сумму.
tip-pay = Чаевые { $amount } получит <b>{ $specialist }</b>.
tip-silent = Платёжный сервис сейчас не отвечает. Попробуйте, пожалуйста, ещё раз через минуту.
tip-payments-off = Онлайн-оплата сейчас выключена, поэтому чаевые через бота пока не оставить.
sent-tip-received = 💛 Спасибо! Чаевые { $amount } получит { $specialist }.
sent-tip-declined = Чаевые { $amount } остались неоплаченными. Можно попробовать ещё раз или другой картой.
button-to-visit = К визиту
staff-tip = 💛 Чаевые { $amount } по записи №{ $number }
