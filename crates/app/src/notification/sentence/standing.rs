//! Sentences about a person's account, his company and its people, and what waits for staff.

use super::Four;

pub(super) const COMPANY_VERIFIED: Four =
    ["{company} is verified", "Компания «{company}» проверена", "«{company}» компаниясы тексерілді", "{company} کی تصدیق ہو گئی"];

pub(super) const COMPANY_REJECTED: Four = [
    "{company} could not be verified",
    "Компанию «{company}» не удалось проверить",
    "«{company}» компаниясын тексеру мүмкін болмады",
    "{company} کی تصدیق نہیں ہو سکی",
];

pub(super) const VERIFICATION_RUNS_OUT: Four = [
    "The verification of {company} runs out on {date} and is looked at again before",
    "Проверка компании «{company}» действует до {date}, до этого дня её повторят",
    "«{company}» компаниясын тексерудің мерзімі {date} күні бітеді, оған дейін қайта тексеріледі",
    "{company} کی تصدیق {date} کو ختم ہو رہی ہے، اس سے پہلے دوبارہ جانچ ہو گی",
];

pub(super) const VERIFICATION_RENEWED: Four = [
    "The verification of {company} was renewed until {date}",
    "Проверка компании «{company}» продлена до {date}",
    "«{company}» компаниясын тексеру {date} дейін ұзартылды",
    "{company} کی تصدیق {date} تک بڑھا دی گئی",
];

pub(super) const VERIFICATION_LAPSED: Four = [
    "The verification of {company} ran out",
    "Срок проверки компании «{company}» истёк",
    "«{company}» компаниясын тексерудің мерзімі бітті",
    "{company} کی تصدیق کی مدت ختم ہو گئی",
];

pub(super) const PARTNER_LAPSED: Four = [
    "The verification of your partner {company} ran out",
    "Срок проверки вашего партнёра, компании «{company}», истёк",
    "Серіктесіңіз «{company}» компаниясын тексерудің мерзімі бітті",
    "آپ کے شراکت دار {company} کی تصدیق کی مدت ختم ہو گئی",
];

pub(super) const COMPANIES_MERGED: Four = [
    "Two registrations of one company became one: {company}",
    "Две регистрации одной компании объединены: «{company}»",
    "Бір компанияның екі тіркелуі біріктірілді: «{company}»",
    "ایک ہی کمپنی کے دو اندراج یکجا کر دیے گئے: {company}",
];

pub(super) const JOIN_REQUESTED: Four = [
    "Somebody asks to join {company}",
    "Кто-то просит принять его в компанию «{company}»",
    "Біреу «{company}» компаниясына қосылуды сұрайды",
    "کوئی {company} میں شامل ہونا چاہتا ہے",
];

pub(super) const JOIN_ADMITTED: Four = [
    "{company} took you in. Your role: {role}",
    "Компания «{company}» приняла вас. Ваша роль: {role}",
    "«{company}» компаниясы сізді қабылдады. Рөліңіз: {role}",
    "{company} نے آپ کو شامل کر لیا۔ آپ کا کردار: {role}",
];

pub(super) const JOIN_REFUSED: Four = [
    "{company} did not take you in",
    "Компания «{company}» не приняла вас",
    "«{company}» компаниясы сізді қабылдамады",
    "{company} نے آپ کو شامل نہیں کیا",
];

pub(super) const MEMBER_JOINED: Four = [
    "Somebody joined {company}. Role: {role}",
    "В компании «{company}» новый участник. Роль: {role}",
    "«{company}» компаниясына жаңа мүше қосылды. Рөлі: {role}",
    "{company} میں ایک نیا رکن شامل ہوا۔ کردار: {role}",
];

pub(super) const MEMBER_LEFT: Four = [
    "Somebody left {company}",
    "Участник покинул компанию «{company}»",
    "Бір мүше «{company}» компаниясынан кетті",
    "ایک رکن نے {company} چھوڑ دی",
];

pub(super) const ROLE_CHANGED: Four = [
    "Your role in {company} is another one now: {role}",
    "Ваша роль в компании «{company}» изменилась: {role}",
    "«{company}» компаниясындағы рөліңіз өзгерді: {role}",
    "{company} میں آپ کا کردار بدل گیا: {role}",
];

pub(super) const REMOVED_FROM_COMPANY: Four = [
    "You do not belong to {company} any more",
    "Вы больше не состоите в компании «{company}»",
    "Сіз енді «{company}» компаниясының мүшесі емессіз",
    "اب آپ {company} کے رکن نہیں رہے",
];

pub(super) const OWNERSHIP_OFFERED: Four = [
    "You are offered the ownership of {company}",
    "Вам предлагают стать владельцем компании «{company}»",
    "Сізге «{company}» компаниясының иесі болу ұсынылды",
    "آپ کو {company} کی ملکیت کی پیشکش کی گئی ہے",
];

pub(super) const OWNERSHIP_TRANSFERRED: Four = [
    "The ownership of {company} has passed to somebody else",
    "Владелец компании «{company}» сменился",
    "«{company}» компаниясының иесі ауысты",
    "{company} کی ملکیت منتقل ہو گئی",
];

pub(super) const OWNERSHIP_DECLINED: Four = [
    "The ownership of {company} stays where it was: the offer was declined",
    "Владелец компании «{company}» остаётся прежним: предложение отклонено",
    "«{company}» компаниясының иесі өзгермейді: ұсыныс қабылданбады",
    "{company} کی ملکیت وہیں رہے گی: پیشکش قبول نہیں کی گئی",
];

pub(super) const COMPANY_SUSPENDED: Four = [
    "{company} is suspended",
    "Участие компании «{company}» приостановлено",
    "«{company}» компаниясының қатысуы тоқтатыла тұрды",
    "{company} معطل کر دی گئی",
];

pub(super) const COMPANY_REINSTATED: Four = [
    "{company} is back in the forum",
    "Компания «{company}» снова на форуме",
    "«{company}» компаниясы форумға қайта оралды",
    "{company} فورم پر واپس آ گئی",
];

pub(super) const RECORD_OPENED: Four = [
    "A member of staff opened a private record of {company} under a case",
    "Сотрудник форума открыл закрытую запись компании «{company}» в рамках дела",
    "Форум қызметкері іс бойынша «{company}» компаниясының жабық жазбасын ашты",
    "فورم کے عملے کے ایک رکن نے ایک معاملے کے تحت {company} کا نجی ریکارڈ کھولا",
];

pub(super) const SESSION_REVOKED: Four = [
    "One of your sign-ins was ended, because somebody else may have been using it",
    "Один из ваших входов завершён: возможно, им пользовался кто-то другой",
    "Кірулеріңіздің бірі аяқталды: оны басқа біреу пайдаланған болуы мүмкін",
    "آپ کا ایک داخلہ ختم کر دیا گیا، کیونکہ ممکن ہے کوئی اور اسے استعمال کر رہا ہو",
];

pub(super) const SESSIONS_ENDED: Four = [
    "Your sign-ins on other devices were ended",
    "Ваши входы на других устройствах завершены",
    "Басқа құрылғылардағы кірулеріңіз аяқталды",
    "دوسرے آلات پر آپ کے داخلے ختم کر دیے گئے",
];

pub(super) const NEW_SIGN_IN: Four = [
    "Somebody signed in to your account from a new device",
    "В вашу учётную запись вошли с нового устройства",
    "Тіркелгіңізге жаңа құрылғыдан кірді",
    "آپ کے اکاؤنٹ میں ایک نئے آلے سے داخلہ ہوا",
];

pub(super) const PASSWORD_CHANGED: Four = [
    "The password of your account was changed",
    "Пароль вашей учётной записи изменён",
    "Тіркелгіңіздің құпиясөзі өзгертілді",
    "آپ کے اکاؤنٹ کا پاس ورڈ تبدیل کر دیا گیا",
];

pub(super) const EMAIL_CHANGED: Four = [
    "The e-mail address of your account was changed",
    "Адрес электронной почты вашей учётной записи изменён",
    "Тіркелгіңіздің электрондық поштасы өзгертілді",
    "آپ کے اکاؤنٹ کا ای میل پتہ تبدیل کر دیا گیا",
];

pub(super) const SECOND_FACTOR_ADDED: Four = [
    "A second factor was added to your account",
    "К вашей учётной записи добавлен второй фактор",
    "Тіркелгіңізге екінші фактор қосылды",
    "آپ کے اکاؤنٹ میں دوسرا عنصر شامل کیا گیا",
];

pub(super) const SECOND_FACTOR_REMOVED: Four = [
    "A second factor was removed from your account",
    "Из вашей учётной записи удалён второй фактор",
    "Тіркелгіңізден екінші фактор алынып тасталды",
    "آپ کے اکاؤنٹ سے دوسرا عنصر ہٹا دیا گیا",
];

pub(super) const RECOVERY_CODES_RENEWED: Four = [
    "Your recovery codes were made anew, and the old ones are of no use any more",
    "Ваши коды восстановления созданы заново, прежние больше не действуют",
    "Қалпына келтіру кодтарыңыз жаңартылды, бұрынғылары енді жарамсыз",
    "آپ کے بحالی کوڈ نئے بنا دیے گئے، پرانے اب کارآمد نہیں",
];

pub(super) const ACCOUNT_LOCKED: Four = [
    "Your account was locked by the forum's staff",
    "Ваша учётная запись заблокирована сотрудниками форума",
    "Тіркелгіңізді форум қызметкерлері бұғаттады",
    "فورم کے عملے نے آپ کا اکاؤنٹ مقفل کر دیا",
];

pub(super) const ACCOUNT_UNLOCKED: Four =
    ["Your account is open again", "Ваша учётная запись снова доступна", "Тіркелгіңіз қайта ашылды", "آپ کا اکاؤنٹ دوبارہ کھول دیا گیا"];

pub(super) const DATA_EXPORTED: Four = [
    "A copy of everything that the forum holds on you was asked for",
    "Запрошена копия всех данных о вас, которые хранит форум",
    "Форум сіз туралы сақтайтын барлық деректердің көшірмесі сұралды",
    "فورم کے پاس آپ کے تمام ڈیٹا کی نقل طلب کی گئی",
];

pub(super) const PUT_ON_DUTY: Four = [
    "You were proposed or appointed for duty at the forum",
    "Вас предложили или назначили на должность на форуме",
    "Сізді форумдағы қызметке ұсынды немесе тағайындады",
    "آپ کو فورم پر ذمہ داری کے لیے تجویز یا مقرر کیا گیا ہے",
];

pub(super) const DUTY_ENDED: Four = [
    "Your duty at the forum has ended",
    "Ваши обязанности на форуме завершены",
    "Форумдағы қызметіңіз аяқталды",
    "فورم پر آپ کی ذمہ داری ختم ہو گئی",
];

pub(super) const LISTINGS_EXPIRED: Four = [
    "{count} of your listings ran out",
    "Истёк срок ваших объявлений: {count}",
    "Жариялаған ұсыныстарыңыздың мерзімі бітті: {count}",
    "آپ کے {count} اندراج کی مدت ختم ہو گئی",
];

pub(super) const ANNOUNCEMENT_PUBLISHED: Four =
    ["The forum has an announcement", "На форуме новое объявление", "Форумда жаңа хабарландыру бар", "فورم کا ایک نیا اعلان ہے"];

pub(super) const COMPANY_SUBMITTED: Four = [
    "{company} waits for verification",
    "Компания «{company}» ожидает проверки",
    "«{company}» компаниясы тексеруді күтуде",
    "{company} تصدیق کی منتظر ہے",
];

pub(super) const RECHECK_WAITS: Four = [
    "The verification of {company} has to be looked at again",
    "Нужно повторить проверку компании «{company}»",
    "«{company}» компаниясын қайта тексеру керек",
    "{company} کی دوبارہ جانچ درکار ہے",
];

pub(super) const APPROVAL_WAITS: Four = [
    "Something waits for a second administrator",
    "Дело ожидает второго администратора",
    "Бір іс екінші әкімшіні күтуде",
    "ایک معاملہ دوسرے منتظم کا منتظر ہے",
];
