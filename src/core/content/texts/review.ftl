# Отзывы о визите.
review-ask = Как вам визит { $date }: { $service }, { $specialist }? Поставьте оценку, это займёт секунду.
review-thanks = Спасибо за оценку! { $stars }
review-words = Ваш отзыв: «{ $words }»
review-add-words = Напишите пару слов, если хочется: что понравилось, что поправить.
review-change-words = В течение суток оценку и отзыв можно изменить: нажмите звезду или напишите заново.
review-words-thanks = Спасибо, мы обязательно прочитаем.
button-public-review = Оставить отзыв на странице
button-review = Оценить визит
button-review-change = Изменить оценку
staff-low-rating = ⚠️ Низкая оценка { $stars } по записи №{ $number }
staff-review-words = «{ $words }»
staff-rating-words = 💬 { $name } к оценке { $stars } (запись №{ $number }): «{ $words }»
staff-rating-better = 🙂 { $name }: было { $was }, стало { $stars } (запись №{ $number })
