//! What the columns of a list hold: told by the user, or read from headers and contents.

use serde::{Deserialize, Serialize};

use crate::date::plain_digits;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The list's own number of the row.
    RecordId,
    /// The name of the list the row is from.
    List,
    /// The whole name in one cell.
    FullName,
    /// Another whole name: in another script, an alias, a former name.
    OtherName,
    /// Given name or names.
    GivenName,
    /// Family name or names.
    Surname,
    /// Name of the father, also as a patronymic.
    FatherName,
    /// Name of the mother.
    MotherName,
    /// Date of birth, as exact as known.
    BirthDate,
    /// Year of birth.
    BirthYear,
    /// Age in whole years at the date of arrest.
    AgeAtArrest,
    /// Place of birth.
    BirthPlace,
    /// A place: residence, or where the person was detained.
    Place,
    /// Sex or gender as the list has it.
    Sex,
    /// Date of arrest.
    ArrestDate,
    /// Country of the case.
    Country,
    /// A number that an authority gave the person.
    Identity,
    /// Any other column that should agree for one person.
    Free,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 18] = [
        Self::RecordId,
        Self::List,
        Self::FullName,
        Self::OtherName,
        Self::GivenName,
        Self::Surname,
        Self::FatherName,
        Self::MotherName,
        Self::BirthDate,
        Self::BirthYear,
        Self::AgeAtArrest,
        Self::BirthPlace,
        Self::Place,
        Self::Sex,
        Self::ArrestDate,
        Self::Country,
        Self::Identity,
        Self::Free,
    ];

    /// The word for it on the command line and in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::RecordId => "record_id",
            Self::List => "list",
            Self::FullName => "full_name",
            Self::OtherName => "other_name",
            Self::GivenName => "given_name",
            Self::Surname => "surname",
            Self::FatherName => "father_name",
            Self::MotherName => "mother_name",
            Self::BirthDate => "birth_date",
            Self::BirthYear => "birth_year",
            Self::AgeAtArrest => "age_at_arrest",
            Self::BirthPlace => "birth_place",
            Self::Place => "place",
            Self::Sex => "sex",
            Self::ArrestDate => "arrest_date",
            Self::Country => "country",
            Self::Identity => "identity",
            Self::Free => "free",
        }
    }

    /// The field with this word, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Whether several columns of one list may hold it.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        matches!(self, Self::OtherName | Self::Free)
    }

    /// Headers that mean this field, lower case, words parted by one space.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::RecordId => &[
                "record id",
                "id",
                "rec id",
                "row id",
                "row key",
                "partner id",
                "person id",
                "persecution id",
                "cecc record number",
                "record number",
                "unique id",
                "number",
                "no",
                "م",
                "№",
                "key",
            ],
            Self::List => &["list", "source list", "dataset", "source dataset"],
            Self::FullName => &[
                "full name",
                "name",
                "main name",
                "fullname",
                "person",
                "nombre completo",
                "nom complet",
                "фио",
                "имя и фамилия",
                "name en",
                "الاسم",
                "الاسم الثلاثي",
                "الاسم الكامل",
                "نام",
                "نام کامل",
                "姓名",
                "အမည်",
                "nombre",
            ],
            Self::OtherName => &[
                "other name",
                "aliases",
                "alias",
                "also known as",
                "aka",
                "name local",
                "name native",
                "native name",
                "name ru",
                "name ar",
                "name fa",
                "name zh",
                "name my",
                "chinese characters",
                "pinyin name",
                "alternate name (lay or pen)",
                "alternate name",
                "additional name(s)",
                "additional names",
                "name native characters (non-chinese)",
                "name transliteration (non-chinese)",
                "other names",
                "former name",
                "nickname",
                "name latin",
                "latin name",
            ],
            Self::GivenName => &[
                "given name",
                "first name",
                "forename",
                "firstname",
                "given",
                "имя",
                "prénom",
                "nombres",
                "名",
            ],
            Self::Surname => &[
                "surname",
                "last name",
                "family name",
                "lastname",
                "фамилия",
                "nom de famille",
                "apellido",
                "apellidos",
                "姓",
                "نام خانوادگی",
            ],
            Self::FatherName => &[
                "father name",
                "father s name",
                "father",
                "patronymic",
                "отчество",
                "اسم الأب",
                "نام پدر",
                "nombre del padre",
            ],
            Self::MotherName => &[
                "mother name",
                "mother s name",
                "mother",
                "اسم الأم",
                "اسم الام",
                "نام مادر",
                "nombre de la madre",
            ],
            Self::BirthDate => &[
                "birth date",
                "date of birth",
                "dob",
                "birthday",
                "birthdate",
                "born",
                "дата рождения",
                "date de naissance",
                "fecha de nacimiento",
                "nacimiento",
                "المواليد",
                "تاريخ الميلاد",
                "تاریخ تولد",
                "出生日期",
            ],
            Self::BirthYear => &[
                "birth year",
                "year of birth",
                "yob",
                "год рождения",
                "سنة الميلاد",
                "año de nacimiento",
                "année de naissance",
                "出生年",
            ],
            Self::AgeAtArrest => &[
                "age at arrest",
                "age",
                "age persecution began",
                "возраст",
                "العمر",
                "edad",
                "âge",
            ],
            Self::BirthPlace => &[
                "birth place",
                "place of birth",
                "birthplace",
                "место рождения",
                "مكان الولادة",
                "lieu de naissance",
                "lugar de nacimiento",
            ],
            Self::Place => &[
                "place",
                "city",
                "town",
                "residence",
                "place of arrest",
                "city ru",
                "location",
                "address",
                "village",
                "город",
                "مكان الاعتقال",
                "المدينة",
                "lugar",
                "ciudad",
                "ville",
                "lieu",
            ],
            Self::Sex => &[
                "sex",
                "gender",
                "пол",
                "الجنس",
                "جنس",
                "sexo",
                "sexe",
                "性别",
            ],
            Self::ArrestDate => &[
                "arrest date",
                "date of arrest",
                "arrested",
                "detention date",
                "detained",
                "persecution started",
                "date of detention",
                "дата ареста",
                "дата задержания",
                "تاريخ الاعتقال",
                "تاریخ بازداشت",
                "fecha de detención",
                "fecha de detencion",
                "date d arrestation",
                "拘留日期",
            ],
            Self::Country => &["country", "страна", "país", "pays", "الدولة"],
            Self::Identity => &[
                "identity",
                "national id",
                "identity number",
                "passport",
                "soc sec id",
                "ssn",
                "id number",
                "الرقم الوطني",
                "cédula",
                "cedula",
            ],
            Self::Free => &[],
        }
    }
}

/// What the columns of one list hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMap {
    /// For each field the place of its column, counted from 0, and the header as written.
    pub columns: Vec<MappedColumn>,
}

/// One column with its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// What it holds.
    pub field: Field,
    /// Its place, counted from 0.
    pub place: usize,
    /// Its header as written.
    pub header: String,
    /// Whether a user said so, rather than its header or its cells.
    pub told: bool,
}

/// Why the columns of a list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// A told header is not in the list.
    #[error("the list has no column {header:?} for {field}; its columns are {columns}")]
    NoSuchHeader {
        /// The field it was told for.
        field: &'static str,
        /// The header asked for.
        header: String,
        /// The headers there are.
        columns: String,
    },
    /// Two columns were told for a field that a person has once.
    #[error("two columns are told for {0}, which a row has once")]
    Twice(&'static str),
    /// Nothing in the list can tell persons apart.
    #[error(
        "no column of the list holds a name: tell one with full_name=HEADER; its columns are {0}"
    )]
    NoName(String),
}

impl ColumnMap {
    /// The place of the first column with this field.
    #[must_use]
    pub fn place(&self, field: Field) -> Option<usize> {
        self.columns
            .iter()
            .find(|column| column.field == field)
            .map(|column| column.place)
    }

    /// Whether the list has a whole name and not its parts.
    #[must_use]
    pub fn has_whole_names(&self) -> bool {
        self.place(Field::GivenName).is_none() || self.place(Field::Surname).is_none()
    }
}

/// Finds what each column of a list holds: first what was `told` as field and header, then by
/// header, then by the contents of a `sample` of rows. Columns that say nothing stay out.
///
/// # Errors
/// When a told header does not exist or is told twice, or when there is no name at all.
pub fn detect_columns(
    header: &[String],
    sample: &[Vec<String>],
    told: &[(Field, String)],
) -> Result<ColumnMap, ColumnError> {
    let mut map = ColumnMap::default();
    for (field, wanted) in told {
        let place = header
            .iter()
            .position(|name| name == wanted)
            .or_else(|| header.iter().position(|name| plain(name) == plain(wanted)))
            .ok_or_else(|| ColumnError::NoSuchHeader {
                field: field.word(),
                header: wanted.clone(),
                columns: header.join(", "),
            })?;
        if !field.may_repeat() && map.place(*field).is_some() {
            return Err(ColumnError::Twice(field.word()));
        }
        map.add(*field, place, header, true);
    }
    for field in Field::ALL {
        // The order of headers in the table is the order of preference.
        for known in field.headers() {
            if !field.may_repeat() && map.place(field).is_some() {
                break;
            }
            for (place, name) in header.iter().enumerate() {
                let free = map.columns.iter().all(|column| column.place != place);
                if free
                    && plain(name) == *known
                    && (field.may_repeat() || map.place(field).is_none())
                {
                    map.add(field, place, header, false);
                }
            }
        }
    }
    by_content(&mut map, header, sample);
    if [
        Field::FullName,
        Field::OtherName,
        Field::GivenName,
        Field::Surname,
    ]
    .iter()
    .all(|field| map.place(*field).is_none())
    {
        return Err(ColumnError::NoName(header.join(", ")));
    }
    Ok(map)
}

impl ColumnMap {
    fn add(&mut self, field: Field, place: usize, header: &[String], told: bool) {
        self.columns.push(MappedColumn {
            field,
            place,
            header: header.get(place).cloned().unwrap_or_default(),
            told,
        });
    }
}

/// Looks at the cells for what the headers did not say.
fn by_content(map: &mut ColumnMap, header: &[String], sample: &[Vec<String>]) {
    for place in 0..header.len() {
        if map.columns.iter().any(|column| column.place == place) {
            continue;
        }
        let cells: Vec<&str> = sample
            .iter()
            .filter_map(|row| row.get(place))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        // Fewer cells than this prove nothing.
        if cells.len() < 8 {
            continue;
        }
        let share = |test: &dyn Fn(&str) -> bool| {
            cells.iter().filter(|cell| test(cell)).count() * 10 >= cells.len() * 9
        };
        if map.place(Field::Sex).is_none() && share(&|cell| sex_code(cell).is_some()) {
            map.add(Field::Sex, place, header, false);
        } else if map.place(Field::BirthDate).is_none()
            && map.place(Field::BirthYear).is_none()
            && share(&|cell| {
                crate::date::read_date(cell, crate::date::DayOrder::DayFirst)
                    .known_year()
                    .is_some_and(|year| (1900..2010).contains(&year))
            })
        {
            // Dates that reach back before most arrests on any list are dates of birth.
            map.add(Field::BirthDate, place, header, false);
        }
    }
}

/// A header without signs, lower case.
fn plain(header: &str) -> String {
    let kept: String = header
        .chars()
        .map(|c| {
            if c.is_alphanumeric()
                || matches!(c, '(' | ')' | '№' | '\u{300}'..='\u{36f}' | '\u{1000}'..='\u{109f}')
            {
                c
            } else {
                ' '
            }
        })
        .flat_map(char::to_lowercase)
        .collect();
    kept.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" (", "(")
        .replace('(', " (")
        .trim()
        .to_owned()
}

/// `m` or `f` for what lists write for it; nothing for anything else.
#[must_use]
pub fn sex_code(text: &str) -> Option<&'static str> {
    match plain_digits(text.trim()).as_str() {
        "m" | "male" | "man" | "м" | "муж" | "мужской" | "ذكر" | "مرد" | "男" | "h" | "hombre"
        | "masculino" | "homme" | "ကျား" => Some("m"),
        "f" | "female" | "woman" | "ж" | "жен" | "женский" | "أنثى" | "انثى" | "زن" | "女"
        | "mujer" | "femenino" | "femme" | "မ" => Some("f"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn headers_are_known_in_several_languages() {
        let header = texts(&[
            "م",
            "الاسم الثلاثي",
            "المواليد",
            "الجنس",
            "تاريخ الاعتقال",
            "مكان الاعتقال",
        ]);
        let map = detect_columns(&header, &[], &[]).unwrap();
        assert_eq!(map.place(Field::FullName), Some(1));
        assert_eq!(map.place(Field::BirthDate), Some(2));
        assert_eq!(map.place(Field::Sex), Some(3));
        assert_eq!(map.place(Field::ArrestDate), Some(4));
        assert_eq!(map.place(Field::Place), Some(5));
        let header = texts(&["rec", "First_Name", "SURNAME", "dob", "city"]);
        let map = detect_columns(&header, &[], &[(Field::RecordId, "rec".to_owned())]).unwrap();
        assert_eq!(map.place(Field::GivenName), Some(1));
        assert_eq!(map.place(Field::Surname), Some(2));
        assert!(!map.has_whole_names());
    }

    #[test]
    fn contents_tell_where_headers_do_not() {
        let header = texts(&["name", "x", "y"]);
        let sample: Vec<Vec<String>> = (0..12)
            .map(|n| {
                texts(&[
                    "Tarin",
                    if n % 3 == 0 { "f" } else { "M" },
                    &format!("{}-03-04", 1950 + n),
                ])
            })
            .collect();
        let map = detect_columns(&header, &sample, &[]).unwrap();
        assert_eq!(map.place(Field::Sex), Some(1));
        assert_eq!(map.place(Field::BirthDate), Some(2));
    }

    #[test]
    fn a_list_without_names_is_refused() {
        let header = texts(&["city", "dob"]);
        assert!(matches!(
            detect_columns(&header, &[], &[]),
            Err(ColumnError::NoName(_))
        ));
        assert!(matches!(
            detect_columns(&header, &[], &[(Field::FullName, "who".to_owned())]),
            Err(ColumnError::NoSuchHeader { .. })
        ));
    }

    #[test]
    fn words_read_back() {
        for field in Field::ALL {
            assert_eq!(Field::from_word(field.word()), Some(field));
        }
    }
}
