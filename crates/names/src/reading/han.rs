//! Chinese characters: simplified forms, surnames and their readings, Pinyin.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters usual in names and the simplified ones that stand for them. What is not
/// here still meets its other form through Pinyin.
const SIMPLIFIED: &str = "劉刘陳陈張张楊杨趙赵黃黄吳吴孫孙鄭郑馮冯許许韓韩馬马鄧邓蕭萧呂吕蘇苏盧卢蔣蒋賈贾葉叶餘余潘潘閻阎鍾钟譚谭陸陆範范廖廖鄒邹熊熊郝郝龔龚龍龙萬万錢钱湯汤賀贺賴赖顧顾莊庄嚴严喬乔齊齐歐欧聶聂遲迟華华國国偉伟強强東东軍军傑杰輝辉衛卫寧宁紅红蘭兰鳳凤雲云飛飞電电麗丽慶庆義义禮礼樂乐學学書书長长門门開开關关陽阳陰阴風风蓮莲藍蓝繼继維维緒绪練练綺绮經经結结約约紀纪純纯納纳綱纲緯纬縣县績绩織织羅罗聖圣聲声職职聰聪腦脑膚肤舊旧藝艺蘊蕴虛虚號号蟲虫見见規规視视覺觉觀观詩诗誠诚話话詳详語语認认說说課课調调諾诺謀谋謝谢識识議议護护讀读變变讓让貝贝財财貞贞責责貴贵買买費费賓宾賢贤質质贊赞趕赶車车軒轩載载輪轮轉转農农運运達达遠远適适遲迟還还邊边鄉乡醫医釋释鈞钧銀银銘铭鋒锋錦锦鎮镇鐘钟鐵铁鑫鑫閃闪閔闵陣阵階阶隊队際际隨随險险雙双難难霧雾靈灵靜静韋韦韻韵響响頁页頂顶順顺須须頓顿頌颂領领頭头題题願愿顯显飯饭餓饿館馆駿骏騰腾驗验驚惊魯鲁鮑鲍鮮鲜鳥鸟鴻鸿鵬鹏鶴鹤麥麦黨党齡龄龐庞愛爱懷怀恆恒戀恋戰战擁拥擇择據据敬敬數数時时晉晋曉晓曆历會会條条來来極极榮荣構构樹树橋桥機机權权歡欢歲岁歷历殘残氣气決决沒没況况淚泪淨净淺浅渾浑測测溫温滅灭滿满漢汉潔洁潤润澤泽濟济濤涛爾尔牆墙獎奖獨独環环瑪玛瓊琼產产畢毕當当發发盡尽監监盤盘碩硕祿禄禎祯禦御種种穩稳競竞筆笔節节簡简糧粮紹绍終终絲丝絕绝給给統统綠绿緊紧線线編编縱纵總总繁繁罰罚羣群習习與与興兴舉举艦舰莊庄莖茎菸烟葛葛蒼苍薩萨藥药蘆芦處处衆众術术補补裝装裡里複复親亲訊讯訓训記记設设評评試试誌志課课請请論论謙谦謹谨譽誉豐丰豬猪貢贡賜赐賽赛躍跃輔辅輕轻辭辞遙遥遷迁選选遺遗郵邮鄰邻醜丑針针鋼钢錄录鍵键鏡镜鑒鉴閱阅闊阔陝陕隱隐雖虽雞鸡離离雜杂霑沾頤颐顏颜類类飄飘養养駐驻騎骑魚鱼鯨鲸鷹鹰鹽盐點点齒齿儀仪億亿優优儒儒兒儿內内兩两冊册凱凯別别剛刚創创劍剑劇剧動动務务勝胜勞劳勢势勳勋區区協协單单厲厉參参員员問问啟启喪丧嘆叹嘯啸團团園园圓圆圖图執执堅坚報报場场塊块塵尘壘垒壯壮壽寿夢梦夾夹奪夺奮奋妝妆婦妇媽妈嬌娇孔孔寶宝實实審审寫写寬宽對对導导將将專专尋寻屆届屬属岡冈島岛峽峡嶺岭巖岩帥帅師师帶带幣币幫帮幹干庫库廠厂廣广廳厅張张彌弥彎弯後后徑径從从復复徵征德德應应懇恳憲宪憶忆懲惩麼么黑黑眞真";

static PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let mut letters = SIMPLIFIED.chars();
    while let (Some(traditional), Some(simple)) = (letters.next(), letters.next()) {
        out.insert(traditional, simple);
    }
    out
});

/// The simplified character for a traditional one; any other character as it is.
pub(crate) fn simplified(c: char) -> char {
    if !('\u{4E00}'..='\u{9FFF}').contains(&c) {
        return c;
    }
    PAIRS.get(&c).copied().unwrap_or(c)
}

/// Single-character surnames, simplified.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边仇区朴乐盖尉缪应宗宣丛冼饶空蔺褚娄邬连练习艾迟桑晏党滕厉银巫";

/// Two-character surnames, simplified.
const DOUBLE_SURNAMES: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯",
    "长孙", "宇文",
];

/// Characters read otherwise as a surname than elsewhere.
const SURNAME_READINGS: [(char, &str); 18] = [
    ('曾', "zeng"),
    ('单', "shan"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('任', "ren"),
    ('覃', "qin"),
    ('翟', "zhai"),
    ('缪', "miao"),
    ('乐', "yue"),
    ('尉', "yu"),
    ('冼', "xian"),
    ('种', "chong"),
    ('召', "shao"),
    ('晟', "sheng"),
];

/// How many characters at the start of a name of two to four characters are the surname; `None`
/// when it does not look like a Chinese name.
pub(crate) fn surname_length(name: &str) -> Option<usize> {
    let length = name.chars().count();
    if !(2..=4).contains(&length) {
        return None;
    }
    if length >= 3
        && DOUBLE_SURNAMES
            .iter()
            .any(|surname| name.starts_with(surname))
    {
        return Some(2);
    }
    let first = name.chars().next()?;
    (length <= 3 && SURNAMES.contains(first)).then_some(1)
}

/// How the character is read as a surname, where that differs from its usual reading.
pub(crate) fn surname_reading(character: char) -> Option<&'static str> {
    SURNAME_READINGS
        .iter()
        .find(|(c, _)| *c == character)
        .map(|(_, reading)| *reading)
}

/// Pinyin without tones; a single character is read as a surname.
pub(crate) fn pinyin(word: &str) -> String {
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next())
        && let Some(reading) = surname_reading(only)
    {
        return reading.to_owned();
    }
    super::ascii(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_cut_and_read() {
        assert_eq!(surname_length("刘望洛"), Some(1));
        assert_eq!(surname_length("欧阳明"), Some(2));
        assert_eq!(surname_length("史蒂芬妮"), None);
        assert_eq!(pinyin("曾"), "zeng");
        assert_eq!(pinyin("望洛"), "wangluo");
        assert_eq!(simplified('劉'), '刘');
        assert_eq!(simplified('波'), '波');
        assert_eq!(SIMPLIFIED.chars().count() % 2, 0);
    }
}
