//! Sentences about what staff decide, and about what the public may read.

use super::Four;

pub(super) const CASE_CHANGES_REQUESTED: Four = [
    "A moderator asks {company} to put something right",
    "Модератор просит компанию «{company}» внести исправления",
    "Модератор «{company}» компаниясынан түзету енгізуді сұрайды",
    "ایک ماڈریٹر نے {company} سے کچھ درست کرنے کو کہا ہے",
];

pub(super) const CASE_MESSAGE_RECEIVED: Four = [
    "A moderator wrote to {company}",
    "Модератор написал компании «{company}»",
    "Модератор «{company}» компаниясына хабар жазды",
    "ایک ماڈریٹر نے {company} کو لکھا ہے",
];

pub(super) const CASE_APPROVED: Four = [
    "A moderator decided in favour of {company}",
    "Модератор решил вопрос в пользу компании «{company}»",
    "Модератор «{company}» компаниясының пайдасына шешім шығарды",
    "ایک ماڈریٹر نے {company} کے حق میں فیصلہ کیا",
];

pub(super) const CASE_REJECTED: Four = [
    "A moderator decided against what {company} asked for",
    "Модератор отклонил то, о чём просила компания «{company}»",
    "Модератор «{company}» компаниясы сұрағанды қабылдамады",
    "ایک ماڈریٹر نے {company} کی درخواست مسترد کر دی",
];

pub(super) const REPORT_UPHELD: Four = [
    "A report about {company} was found to be right",
    "Жалоба на компанию «{company}» признана обоснованной",
    "«{company}» компаниясына түскен шағым негізді деп танылды",
    "{company} کے بارے میں شکایت درست پائی گئی",
];

pub(super) const LISTING_HIDDEN: Four = [
    "A listing of {company} was taken from sight",
    "Объявление компании «{company}» скрыто",
    "«{company}» компаниясының хабарландыруы жасырылды",
    "{company} کی ایک فہرست نظروں سے ہٹا دی گئی",
];

pub(super) const LISTING_RESTORED: Four = [
    "A listing of {company} can be seen again",
    "Объявление компании «{company}» снова видно",
    "«{company}» компаниясының хабарландыруы қайтадан көрінеді",
    "{company} کی ایک فہرست دوبارہ نظر آ رہی ہے",
];

pub(super) const PUBLICATION_PROPOSED: Four = [
    "{company} asks whether the public may read of what you share",
    "Компания «{company}» спрашивает, можно ли опубликовать сведения о вашем общем деле",
    "«{company}» компаниясы ортақ істеріңіз туралы жариялауға бола ма деп сұрайды",
    "{company} پوچھتی ہے کہ کیا آپ کے مشترکہ کام کے بارے میں عوام پڑھ سکتے ہیں",
];

pub(super) const PUBLICATION_ANSWERED: Four = [
    "{company} answered what you want the public to read",
    "Компания «{company}» ответила на предложение о публикации",
    "«{company}» компаниясы жариялау туралы ұсынысқа жауап берді",
    "{company} نے اشاعت کی تجویز کا جواب دیا",
];

pub(super) const PUBLISHED: Four = [
    "The public can read of what you share",
    "Сведения о вашем общем деле опубликованы",
    "Ортақ істеріңіз туралы мәлімет жарияланды",
    "آپ کے مشترکہ کام کے بارے میں اب عوام پڑھ سکتے ہیں",
];

pub(super) const PUBLICATION_WITHDRAWN: Four = [
    "The public can no longer read of what you share",
    "Публикация сведений о вашем общем деле отозвана",
    "Ортақ істеріңіз туралы жарияланым қайтарып алынды",
    "آپ کے مشترکہ کام کی اشاعت واپس لے لی گئی",
];
