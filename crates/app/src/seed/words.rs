//! Words that fictional names are made of, each in the two scripts that its country writes.

use domain::country::Country;

use super::chance::Chance;

type Word = (&'static str, &'static str);

const KAZAKH_FIRST: [Word; 20] = [
    ("Altyn", "Алтын"),
    ("Kumis", "Күміс"),
    ("Zhasyl", "Жасыл"),
    ("Kok", "Көк"),
    ("Aq", "Ақ"),
    ("Sary", "Сары"),
    ("Qyzyl", "Қызыл"),
    ("Temir", "Темір"),
    ("Bolat", "Болат"),
    ("Zhibek", "Жібек"),
    ("Ulken", "Үлкен"),
    ("Zhana", "Жаңа"),
    ("Nurly", "Нұрлы"),
    ("Tang", "Таң"),
    ("Samal", "Самал"),
    ("Keng", "Кең"),
    ("Tunyq", "Тұнық"),
    ("Biik", "Биік"),
    ("Qos", "Қос"),
    ("Ush", "Үш"),
];

const KAZAKH_SECOND: [Word; 24] = [
    ("Bulaq", "Бұлақ"),
    ("Dala", "Дала"),
    ("Tulpar", "Тұлпар"),
    ("Qanat", "Қанат"),
    ("Bastau", "Бастау"),
    ("Zher", "Жер"),
    ("Asu", "Асу"),
    ("Kopir", "Көпір"),
    ("Arna", "Арна"),
    ("Keruen", "Керуен"),
    ("Zhol", "Жол"),
    ("Tobe", "Төбе"),
    ("Qyran", "Қыран"),
    ("Shyng", "Шың"),
    ("Tas", "Тас"),
    ("Ozen", "Өзен"),
    ("Saya", "Сая"),
    ("Birlik", "Бірлік"),
    ("Tirek", "Тірек"),
    ("Mura", "Мұра"),
    ("Qaiyng", "Қайың"),
    ("Terek", "Терек"),
    ("Kol", "Көл"),
    ("Zhuldyz", "Жұлдыз"),
];

const URDU_FIRST: [Word; 20] = [
    ("Neem", "نیم"),
    ("Chandni", "چاندنی"),
    ("Sahil", "ساحل"),
    ("Firoza", "فیروزہ"),
    ("Kesar", "کیسر"),
    ("Nargis", "نرگس"),
    ("Sanobar", "صنوبر"),
    ("Chinar", "چنار"),
    ("Marjan", "مرجان"),
    ("Bahar", "بہار"),
    ("Sabz", "سبز"),
    ("Neelam", "نیلم"),
    ("Kiran", "کرن"),
    ("Subh", "صبح"),
    ("Dhanak", "دھنک"),
    ("Chiragh", "چراغ"),
    ("Naya", "نیا"),
    ("Roshan", "روشن"),
    ("Sunehra", "سنہرا"),
    ("Buland", "بلند"),
];

const URDU_SECOND: [Word; 24] = [
    ("Dareecha", "دریچہ"),
    ("Qafila", "قافلہ"),
    ("Manzil", "منزل"),
    ("Rahguzar", "رہگزر"),
    ("Darya", "دریا"),
    ("Wadi", "وادی"),
    ("Bagh", "باغ"),
    ("Minar", "مینار"),
    ("Qalam", "قلم"),
    ("Pul", "پل"),
    ("Kinara", "کنارہ"),
    ("Sitar", "ستار"),
    ("Badal", "بادل"),
    ("Barish", "بارش"),
    ("Pahar", "پہاڑ"),
    ("Chashma", "چشمہ"),
    ("Sahra", "صحرا"),
    ("Jharna", "جھرنا"),
    ("Dastak", "دستک"),
    ("Safar", "سفر"),
    ("Khushboo", "خوشبو"),
    ("Aangan", "آنگن"),
    ("Darakht", "درخت"),
    ("Kashti", "کشتی"),
];

/// A branch of business as part of a name: Latin, Cyrillic, Arabic.
const BRANCHES: [(&str, &str, &str, &str); 18] = [
    ("PET", "Petro", "Петро", "پیٹرو"),
    ("MIN", "Minerals", "Минерал", "معدنیات"),
    ("MAR", "Maritime", "Теңіз", "بحری"),
    ("AGR", "Agro", "Агро", "زرعی"),
    ("ICT", "Digital", "Цифр", "ڈیجیٹل"),
    ("ENE", "Energy", "Энерго", "توانائی"),
    ("TRL", "Logistics", "Логистика", "لاجسٹکس"),
    ("AVI", "Air", "Авиа", "فضائی"),
    ("TEX", "Textiles", "Тоқыма", "ٹیکسٹائل"),
    ("PHA", "Pharma", "Фарм", "فارما"),
    ("CON", "Build", "Құрылыс", "تعمیرات"),
    ("FIN", "Capital", "Капитал", "سرمایہ"),
    ("EDU", "Academy", "Академия", "اکیڈمی"),
    ("TOU", "Travel", "Саяхат", "سیاحت"),
    ("DEF", "Safety", "Қорғау", "حفاظت"),
    ("MFG", "Works", "Өндіріс", "صنعت"),
    ("CHE", "Chemicals", "Химия", "کیمیکلز"),
    ("LSS", "Leather", "Былғары", "چمڑا"),
];

const KAZAKH_PEOPLE: [&str; 16] = [
    "Aizhan",
    "Daniyar",
    "Madina",
    "Yerlan",
    "Aigerim",
    "Nurlan",
    "Saule",
    "Timur",
    "Zarina",
    "Arman",
    "Dinara",
    "Bauyrzhan",
    "Gulnara",
    "Askar",
    "Kamila",
    "Olzhas",
];

const PAKISTANI_PEOPLE: [&str; 16] = [
    "Ayesha", "Bilal", "Fatima", "Hamza", "Sana", "Usman", "Zainab", "Imran", "Hira", "Faisal", "Mariam", "Tariq", "Nadia", "Kamran",
    "Rabia", "Salman",
];

/// A name without its legal form, in Latin and in the country's other script.
pub struct MadeName {
    pub latin: String,
    pub own: String,
}

pub fn firm(chance: &mut Chance, country: Country, sector: &str) -> MadeName {
    let (first, second) = match country {
        Country::Kz => (chance.pick(&KAZAKH_FIRST), chance.pick(&KAZAKH_SECOND)),
        Country::Pk => (chance.pick(&URDU_FIRST), chance.pick(&URDU_SECOND)),
    };
    let (_, latin, cyrillic, arabic) = BRANCHES.into_iter().find(|(code, ..)| *code == sector).unwrap_or(("", "Trade", "Сауда", "تجارت"));
    let own = if country == Country::Kz { cyrillic } else { arabic };
    MadeName { latin: format!("{} {} {latin}", first.0, second.0), own: format!("{} {} {own}", first.1, second.1) }
}

pub fn person(chance: &mut Chance, country: Country) -> String {
    let given = match country {
        Country::Kz => chance.pick(&KAZAKH_PEOPLE),
        Country::Pk => chance.pick(&PAKISTANI_PEOPLE),
    };
    let initial = char::from(b'A' + chance.byte() % 26);
    format!("{given} {initial}. (demonstration)")
}
