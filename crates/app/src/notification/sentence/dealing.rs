//! Sentences about what companies do with each other.

use super::Four;

pub(super) const INTRODUCTION_REQUESTED: Four = [
    "{company} would like to meet you",
    "Компания «{company}» хочет с вами познакомиться",
    "«{company}» компаниясы сізбен танысқысы келеді",
    "{company} آپ سے ملنا چاہتی ہے",
];

pub(super) const INTRODUCTION_ACCEPTED: Four = [
    "{company} accepted your introduction",
    "Компания «{company}» приняла ваше предложение познакомиться",
    "«{company}» компаниясы танысуға келісті",
    "{company} نے آپ کا تعارف قبول کر لیا",
];

pub(super) const INTRODUCTION_DECLINED: Four = [
    "{company} declined your introduction",
    "Компания «{company}» отклонила ваше предложение познакомиться",
    "«{company}» компаниясы танысудан бас тартты",
    "{company} نے تعارف قبول نہیں کیا",
];

pub(super) const INTRODUCTION_WITHDRAWN: Four = [
    "{company} took its request to meet back",
    "Компания «{company}» отозвала своё предложение познакомиться",
    "«{company}» компаниясы танысу туралы өтінішін қайтарып алды",
    "{company} نے ملاقات کی درخواست واپس لے لی",
];

pub(super) const INTRODUCTIONS_EXPIRED: Four = [
    "Requests to meet that ended without an answer: {count}",
    "Предложения познакомиться, оставшиеся без ответа: {count}",
    "Жауапсыз аяқталған танысу өтініштері: {count}",
    "جواب کے بغیر ختم ہونے والی ملاقات کی درخواستیں: {count}",
];

pub(super) const MESSAGE_RECEIVED: Four = [
    "{company} wrote to you",
    "Компания «{company}» написала вам",
    "«{company}» компаниясы сізге хат жазды",
    "{company} نے آپ کو پیغام بھیجا ہے",
];

pub(super) const AGREEMENT_PROPOSED: Four = [
    "{company} proposes terms for “{title}” and asks for your confirmation",
    "Компания «{company}» предлагает условия документа «{title}» и просит вашего подтверждения",
    "«{company}» компаниясы «{title}» құжатының шарттарын ұсынып, растауыңызды сұрайды",
    "{company} نے ”{title}“ کی شرائط تجویز کی ہیں اور آپ کی توثیق چاہتی ہے",
];

pub(super) const AGREEMENT_CONFIRMED: Four = [
    "{company} confirmed “{title}”",
    "Компания «{company}» подтвердила документ «{title}»",
    "«{company}» компаниясы «{title}» құжатын растады",
    "{company} نے ”{title}“ کی توثیق کر دی",
];

pub(super) const AGREEMENT_CONCLUDED: Four = [
    "“{title}” is confirmed by every party",
    "Документ «{title}» подтверждён всеми сторонами",
    "«{title}» құжатын барлық тарап растады",
    "تمام فریقوں نے ”{title}“ کی توثیق کر دی",
];

pub(super) const AGREEMENT_DISPUTED: Four = [
    "{company} disputes the terms of “{title}”",
    "Компания «{company}» оспаривает условия документа «{title}»",
    "«{company}» компаниясы «{title}» құжатының шарттарымен келіспейді",
    "{company} کو ”{title}“ کی شرائط پر اعتراض ہے",
];

pub(super) const VENTURE_PROPOSED: Four = [
    "{company} proposes terms for the venture “{title}” and asks for your confirmation",
    "Компания «{company}» предлагает условия проекта «{title}» и просит вашего подтверждения",
    "«{company}» компаниясы «{title}» жобасының шарттарын ұсынып, растауыңызды сұрайды",
    "{company} نے منصوبے ”{title}“ کی شرائط تجویز کی ہیں اور آپ کی توثیق چاہتی ہے",
];

pub(super) const VENTURE_CONFIRMED: Four = [
    "{company} confirmed the venture “{title}”. Stage: {stage}",
    "Компания «{company}» подтвердила проект «{title}». Этап: {stage}",
    "«{company}» компаниясы «{title}» жобасын растады. Кезең: {stage}",
    "{company} نے منصوبے ”{title}“ کی توثیق کر دی۔ مرحلہ: {stage}",
];

pub(super) const VENTURE_DISPUTED: Four = [
    "{company} disputes what was proposed for the venture “{title}”",
    "Компания «{company}» оспаривает предложенное по проекту «{title}»",
    "«{company}» компаниясы «{title}» жобасы бойынша ұсынылғанмен келіспейді",
    "{company} کو منصوبے ”{title}“ کی تجویز پر اعتراض ہے",
];

pub(super) const VENTURE_STAGE_PROPOSED: Four = [
    "{company} proposes a new stage for the venture “{title}” and asks for your confirmation. Stage: {stage}",
    "Компания «{company}» предлагает новый этап проекта «{title}» и просит вашего подтверждения. Этап: {stage}",
    "«{company}» компаниясы «{title}» жобасының жаңа кезеңін ұсынып, растауыңызды сұрайды. Кезең: {stage}",
    "{company} نے منصوبے ”{title}“ کے لیے نیا مرحلہ تجویز کیا ہے اور آپ کی توثیق چاہتی ہے۔ مرحلہ: {stage}",
];

pub(super) const VENTURE_LEFT: Four = [
    "{company} ended the venture “{title}”. Stage: {stage}",
    "Компания «{company}» завершила участие в проекте «{title}». Этап: {stage}",
    "«{company}» компаниясы «{title}» жобасынан шықты. Кезең: {stage}",
    "{company} نے منصوبہ ”{title}“ ختم کر دیا۔ مرحلہ: {stage}",
];

pub(super) const VENTURE_DORMANT: Four = [
    "Nobody has written about the venture “{title}” for sixty days. Is it still alive?",
    "О проекте «{title}» шестьдесят дней никто не писал. Он ещё жив?",
    "«{title}» жобасы туралы алпыс күннен бері ешкім жазған жоқ. Ол әлі жүріп жатыр ма?",
    "منصوبے ”{title}“ کے بارے میں ساٹھ دن سے کسی نے کچھ نہیں لکھا۔ کیا یہ اب بھی جاری ہے؟",
];

pub(super) const VENTURE_LAPSED: Four = [
    "The memorandum behind the venture “{title}” ran out, and the venture lapsed with it",
    "Срок меморандума по проекту «{title}» истёк, и вместе с ним истёк срок проекта",
    "«{title}» жобасының меморандумының мерзімі бітті, онымен бірге жобаның да мерзімі өтті",
    "منصوبے ”{title}“ کی مفاہمتی یادداشت کی مدت ختم ہو گئی، اور اس کے ساتھ منصوبے کی میعاد بھی",
];

pub(super) const HEALTH_REPORTED: Four = [
    "{company} says how the venture “{title}” goes: {health}",
    "Компания «{company}» сообщает, как идёт проект «{title}»: {health}",
    "«{company}» компаниясы «{title}» жобасының барысын хабарлады: {health}",
    "{company} نے منصوبے ”{title}“ کی صورتِ حال بتائی: {health}",
];

pub(super) const MILESTONE_LOGGED: Four = [
    "{company} wrote down a milestone of the venture “{title}”",
    "Компания «{company}» отметила веху проекта «{title}»",
    "«{company}» компаниясы «{title}» жобасының белесін жазды",
    "{company} نے منصوبے ”{title}“ کا ایک سنگِ میل درج کیا",
];

pub(super) const OUTCOME_REPORTED: Four = [
    "{company} reports an outcome of the venture “{title}” and asks for your confirmation",
    "Компания «{company}» сообщает о результате проекта «{title}» и просит вашего подтверждения",
    "«{company}» компаниясы «{title}» жобасының нәтижесін хабарлап, растауыңызды сұрайды",
    "{company} نے منصوبے ”{title}“ کا نتیجہ بتایا ہے اور آپ کی توثیق چاہتی ہے",
];

pub(super) const OUTCOME_CONFIRMED: Four = [
    "{company} confirmed an outcome of the venture “{title}”",
    "Компания «{company}» подтвердила результат проекта «{title}»",
    "«{company}» компаниясы «{title}» жобасының нәтижесін растады",
    "{company} نے منصوبے ”{title}“ کے نتیجے کی توثیق کر دی",
];
