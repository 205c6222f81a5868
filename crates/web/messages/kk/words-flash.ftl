### What was just done.

Flash-introduction-asked = Сұрауыңыз жіберілді. Жауап осында көрінеді және хатпен келеді.
Flash-introduction-accepted = Қабылданды: екі тараптың байланыстары ашылды.
Flash-introduction-declined = Бас тартылды.
Flash-company-registered = Компанияңыз жоба ретінде сақталды. Оның атынан әрекет ету үшін құпиясөзді растаңыз.
Flash-company-submitted = Жіберілді. Модератор әдетте бес жұмыс күні ішінде жауап береді.
Flash-listing-saved = Жоба сақталды.
Flash-listing-published = Жарияланды: бірнеше секундта сәйкестіктерде көрінеді.
Flash-listing-closed = Жабылды.
Flash-agreement-proposed = Ұсынылды. Басқа тараптар растағанда есепке алынады.
Flash-confirmed = Расталды.
Flash-disputed = Сөзіңіз енді нұсқаның жанында тұр.
Flash-venture-proposed = Кәсіпорын енгізілді. Басқа тараптар шарттарды растайды.
Flash-stage-proposed = Кезең ұсынылды.
Flash-milestone-saved = Межелік жазылды.
Flash-outcome-reported = Нәтиже енгізілді. Барлығы растағанда есепке алынады.
Flash-case-decided = Шешім қабылданды. Компанияға хабарланды.
