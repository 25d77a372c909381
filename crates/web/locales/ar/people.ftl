title-people = الأشخاص
title-search = البحث
people-heading = الأشخاص
people-none = لا أحد هنا بعد. أضف شخصًا، أو استورد قائمة.
people-none-filtered = لا أحد تنطبق عليه هذه الشروط.
filter-country = البلد
filter-stage = المرحلة
filter-sex = الجنس
filter-source = المصدر
filter-sort = الترتيب
filter-submit = اعرض
filter-none = اعرض الجميع
export-list = هذه القائمة بصيغة
export-banner = حفظها { $name } في { $when }. التصفية: { $filter }. احفظها كما تقول علامتها؛ وما فيها يتقادم.
export-everybody = الجميع
detained-for = محتجز منذ
nothing-done-for = لم يُفعل شيء من أجله منذ
search-heading = البحث:
search-same = { $n ->
    [one] شخص واحد بهذا الاسم
    [two] شخصان بهذا الاسم
    [few] { $n } أشخاص بهذا الاسم
    [many] { $n } شخصًا بهذا الاسم
   *[other] { $n } شخص بهذا الاسم
  }
search-similar = { $n ->
    [one] شخص واحد باسم مشابه
    [two] شخصان باسمين مشابهين
    [few] { $n } أشخاص بأسماء مشابهة
    [many] { $n } شخصًا بأسماء مشابهة
   *[other] { $n } شخص بأسماء مشابهة
  }
search-by-words = { $n ->
    [one] شخص واحد ترد هذه الكلمات في ملفه
    [two] شخصان ترد هذه الكلمات في ملفيهما
    [few] { $n } أشخاص ترد هذه الكلمات في ملفاتهم
    [many] { $n } شخصًا ترد هذه الكلمات في ملفاتهم
   *[other] { $n } شخص ترد هذه الكلمات في ملفاتهم
  }
search-no-match = لا أحد بهذا الاسم ممن يحق لك القراءة عنهم.
search-only-similar = من هم أدناه لهم أسماء مشابهة.
search-nothing-similar = ولا أحد باسم مشابه.
search-no-match-help = جرّب إملاءً آخر، أو كتابة أخرى، أو جزءًا واحدًا من الاسم. قد يكون الشخص هنا باسم مستعار.
sort-forgotten = الأطول نسيانًا أولًا
sort-newest = الأحدث أولًا
found-other-spelling = وُجد بإملاء آخر
found-other-script = وُجد بكتابة أخرى
found-similar = يشبهه في النطق أو الرسم
found-by-words = الكلمات واردة في الملف
