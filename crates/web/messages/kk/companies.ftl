### The directory.

title = Компаниялар
lead = Екі елдің тексерілген компаниялары, соңғы тексерілгендері — бірінші.
about = Қазақстан мен Пәкістанның тексерілген компаниялары: ел, өңір, сала бойынша.
found = Табылды
in-use = Қолданыстағы сүзгілер
drop-filter = «{ $facet }» сүзгісін алып тастау: { $value }
drop-all = Барлығын алып тастау
nobody-after = Одан әрі ешкім жоқ.
nobody-yet = Әзірге бірде-бір компания тексерілмеген.
nobody-fits = Барлық сүзгіге сай компания жоқ.
one-is-not-enough = Біреуін алып тастау жеткіліксіз.
found-without = Мыналардың бірін алып тастасаңыз, табылады:
pair = { $facet }: { $value }
show-all = Барлық компанияны көрсету
facet-search = Атауы
facet-country = Ел
facet-region = Өңір
facet-sector = Сала
facet-subsector = Кіші сала
search = Атауы, кез келген жазумен
narrow = Ел, өңір, сала
any = Кез келген
show = Көрсету
