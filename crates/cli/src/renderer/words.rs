//! The words of the paper itself, by language. Pages have their own; these never stand on a page.

use documents::brief::BriefWords;
use web::text::Locale;

/// The phrases of one language.
#[derive(Clone, Copy)]
pub(super) struct Phrases {
    arabic: bool,
}

impl Phrases {
    /// The phrases of a locale.
    pub(super) fn of(locale: Locale) -> Self {
        Self {
            arabic: locale == Locale::Arabic,
        }
    }

    /// A state with its beginning.
    pub(super) fn since(self, state: &str, date: &str) -> String {
        if self.arabic {
            format!("{state}، منذ {date}")
        } else {
            format!("{state}, since {date}")
        }
    }

    /// When a fact was last looked at.
    pub(super) fn checked(self, date: &str, ago: &str) -> String {
        if self.arabic {
            format!("تم التحقق {date}، {ago}")
        } else {
            format!("checked {date}, {ago}")
        }
    }

    /// When a fact was written down that nobody has verified.
    pub(super) fn not_verified(self, date: &str, ago: &str) -> String {
        if self.arabic {
            format!("سُجّل {date}، {ago}، دون تحقق")
        } else {
            format!("recorded {date}, {ago}, not verified")
        }
    }

    /// By when the family is told.
    pub(super) fn tell_family(self, date: &str) -> String {
        if self.arabic {
            format!("إبلاغ العائلة قبل {date}")
        } else {
            format!("Tell the family by {date}")
        }
    }

    /// Headings of the page.
    pub(super) fn page(self) -> BriefWords {
        if !self.arabic {
            return BriefWords::default();
        }
        let word = |text: &str| text.to_owned();
        BriefWords {
            date: word("التاريخ"),
            principal: word("المتحدث"),
            counterpart: word("الطرف المقابل"),
            spoken_language: word("اللغة"),
            label: word("التداول"),
            ask: word("نطلب"),
            people: word("الأشخاص الذين نثير قضاياهم"),
            ask_for_person: word("الطلب"),
            say: word("قل"),
            do_not_say: word("لا تقل"),
            expected_reply: word("قد يجيبون"),
            rejoinder: word("عندها قل"),
            status: word("الوضع"),
            charge: word("التهمة"),
            sentence: word("الحكم"),
            place: word("المكان"),
            health: word("الصحة"),
            stale: word("قديم"),
            last_raised: word("آخر مرة أثيرت"),
            wishes: word("الرغبات"),
            basis: word("نستند إلى"),
            backfire: word("إذا ساء الأمر"),
            follow_up: word("المتابعة"),
            not_today: word("لا تُثار قضاياهم اليوم"),
            annex: word("ملحق"),
            raised: word("ما أثير في الأشهر الاثني عشر الماضية"),
            raised_person: word("الشخص"),
            raised_date: word("التاريخ"),
            raised_by: word("أمام"),
            raised_answer: word("الجواب"),
            sources: word("المصادر"),
            page: word("صفحة {page} من {pages}"),
            copy: word("نسخة {copy} من {copies}"),
            printed: word("طُبع في {date}"),
            digits: word("٠١٢٣٤٥٦٧٨٩"),
        }
    }
}
