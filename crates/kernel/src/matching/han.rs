//! Chinese letters that are written in two ways.

/// Traditional letters of names and trades, each with the simplified one behind it.
const PAIRS: &str = "\
    華华東东電电機机國国際际業业實实廣广龍龙門门貿贸長长車车馬马鳥鸟魚鱼風风飛飞學学醫医藥药銀银鋼钢鐵铁銅铜鋁铝礦矿產产發发開开關关\
    達达運运輸输連连進进遠远遙遥邊边過过還还適适選选遷迁鄉乡鄭郑錢钱鍋锅鎮镇鏡镜鐘钟陽阳陰阴陳陈陸陆隊队階阶隨随險险雲云霧雾靈灵靜静\
    頂顶項项順顺預预領领題题額额顧顾顏颜類类飯饭飲饮館馆飾饰養养餘余驗验驚惊體体魯鲁鮮鲜鳳凤鴻鸿鵬鹏麗丽麥麦黃黄點点齊齐齒齿億亿優优\
    儀仪價价個个倉仓備备傳传債债傑杰偉伟側侧儲储兩两冊册劃划創创劇剧動动務务勝胜勞劳勢势匯汇區区協协單单衛卫廠厂縣县參参雙双員员問问\
    啟启喬乔園园圓圆圖图團团報报場场塊块塗涂壓压壩坝壯壮聲声夢梦奧奥婦妇孫孙寧宁寶宝審审寫写寬宽專专將将對对導导島岛嶺岭幣币師师帶带\
    幹干廳厅應应庫库張张強强彈弹後后從从復复徵征恆恒悅悦愛爱態态慶庆憲宪戰战戲戏戶户採采揚扬換换損损據据擇择攝摄數数斷断時时晉晋曉晓\
    書书會会條条來来極极構构槍枪樂乐樓楼標标樣样樹树橋桥檢检權权歐欧歲岁歷历殘残氣气決决沖冲況况淨净淺浅測测湯汤溫温滅灭滿满漁渔漢汉\
    潔洁潤润澤泽濟济濱滨灣湾灘滩燈灯燒烧營营爐炉爭争爺爷牆墙獎奖獨独獲获環环現现瑪玛瑋玮甌瓯畫画療疗盡尽監监盤盘眾众礎础禮礼種种積积\
    穩稳窮穷競竞筆笔築筑節节範范簡简籃篮糧粮紀纪約约紅红納纳紙纸級级紡纺細细終终組组結结給给絲丝統统經经綠绿維维綱纲網网緊紧線线編编\
    練练縱纵總总織织繪绘繼继續续纖纤羅罗義义習习聖圣聞闻聯联職职聽听腦脑臺台與与興兴舉举舊旧艙舱藝艺蘇苏蘭兰處处虛虚蟲虫術术裝装裏里\
    補补製制複复見见規规視视覺觉觀观訂订計计訊讯記记許许設设評评詞词試试詩诗話话該该語语誠诚說说課课調调談谈請请論论諾诺謝谢證证識识\
    譽誉議议護护豐丰貝贝財财貨货販贩貫贯責责貴贵買买費费賀贺資资賓宾賣卖賴赖購购賽赛贏赢趙赵趕赶躍跃軍军軒轩軟软軸轴較较載载輕轻輝辉\
    輪轮轉转農农郵邮鄰邻醬酱釋释針针釣钓鈴铃鉛铅鋒锋錄录錦锦鍵键鎖锁鑄铸鑽钻閉闭閒闲間间閣阁閩闽闊阔陝陕雜杂雞鸡離离難难頁页頭头頻频\
    願愿騰腾驅驱\
    ";

/// The simplified letter of a traditional one: `華` as `华`; any other letter as it is.
pub(super) fn simplified(letter: char) -> char {
    if !matches!(letter, '\u{4e00}'..='\u{9fff}') {
        return letter;
    }
    let mut letters = PAIRS.chars().filter(|c| !c.is_whitespace());
    while let (Some(traditional), Some(simple)) = (letters.next(), letters.next()) {
        if traditional == letter {
            return simple;
        }
    }
    letter
}

/// What stands behind a company's whole name in that of its branch.
const BRANCHES: &[&str] = &["分公司", "分行", "支店", "支社", "営業所"];

/// The company whose branch a name in Chinese letters is: `恒通运输有限公司上海分公司` is `恒通运输有限公司`.
pub(super) fn without_branch(name: &str) -> &str {
    let Some(rest) = BRANCHES.iter().find_map(|branch| name.strip_suffix(branch)) else { return name };
    let behind = |word: &str| rest.rfind(word).map(|at| at + word.len());
    let end = behind("公司").or_else(|| rest.rfind([' ', '\u{3000}']));
    end.and_then(|end| rest.get(..end)).map(str::trim_end).filter(|whole| !whole.is_empty()).unwrap_or(name)
}

/// Provinces and large towns of China, as company names begin with them.
const PLACES: &str = "\
    北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 \
    广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 太原 沈阳 大连 长春 哈尔滨 南京 无锡 徐州 常州 苏州 南通 扬州 镇江 杭州 宁波 温州 嘉兴 绍兴 金华 台州 合肥 \
    芜湖 福州 厦门 泉州 南昌 济南 青岛 烟台 潍坊 临沂 郑州 洛阳 武汉 宜昌 长沙 株洲 广州 深圳 珠海 佛山 东莞 中山 惠州 汕头 南宁 柳州 桂林 海口 三亚 成都 \
    绵阳 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐 呼和浩特 包头 台北 高雄";

/// The place that a text begins with, and how many bytes it takes with what says that it is a town or a province.
fn place(text: &str) -> Option<(&str, usize)> {
    let found = PLACES.split_whitespace().filter(|place| text.starts_with(place)).max_by_key(|place| place.len())?;
    let behind = text.get(found.len()..)?;
    let kind = ["特别行政区", "自治区", "省", "市"].into_iter().find(|kind| behind.starts_with(kind));
    Some((text.get(..found.len())?, found.len() + kind.map_or(0, str::len)))
}

/// A Chinese name with its places in front, apart, each said once: `广州市白云电器` and `白云电器（广州）` are `广州 白云电器`.
pub(super) fn places_in_front(name: &str) -> String {
    let is_other = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}');
    if !name.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) || name.chars().any(is_other) {
        return name.to_owned();
    }
    let text: String = name.chars().map(simplified).collect();
    let mut rest = text.as_str();
    let mut places: Vec<&str> = Vec::new();
    while let Some((found, taken)) = place(rest) {
        let behind = rest.get(taken..).unwrap_or_default().trim_start();
        if behind.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            break;
        }
        places.push(found);
        rest = behind;
    }
    let bracket = rest.find(['(', '（']).zip(rest.find([')', '）']));
    let inside = bracket.and_then(|(opens, closes)| rest.get(opens..closes)?.trim_start_matches(['(', '（']).into());
    let named = inside.and_then(|inside: &str| place(inside).filter(|(_, taken)| *taken == inside.len()));
    let bare = match (bracket, named) {
        (Some((opens, closes)), Some((found, _))) => {
            if !places.contains(&found) {
                places.push(found);
            }
            let behind = rest.get(closes..).unwrap_or_default().trim_start_matches([')', '）']);
            format!("{}{behind}", rest.get(..opens).unwrap_or_default())
        }
        _ => rest.to_owned(),
    };
    if places.is_empty() { name.to_owned() } else { format!("{} {bare}", places.join(" ")) }
}

/// Whether both names begin with a place of China, and have none in common.
pub(super) fn places_apart(a: &[String], b: &[String]) -> bool {
    fn of(words: &[String]) -> Vec<&String> {
        words.iter().filter(|word| PLACES.split_whitespace().any(|place| place == word.as_str())).collect()
    }
    let (ours, theirs) = (of(a), of(b));
    !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|place| theirs.contains(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_one_other() {
        let letters: Vec<char> = PAIRS.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(letters.len() % 2, 0);
        for pair in letters.chunks(2) {
            assert_eq!(simplified(pair[0]), pair[1], "{}", pair[0]);
            assert_eq!(simplified(pair[1]), pair[1], "{}", pair[1]);
        }
        let text: String = "華東電機と龍".chars().map(simplified).collect();
        assert_eq!(text, "华东电机と龙");
    }

    #[test]
    fn a_branch_is_its_company() {
        assert_eq!(without_branch("恒通运输有限公司上海分公司"), "恒通运输有限公司");
        assert_eq!(without_branch("株式会社桜木製作所 大阪支店"), "株式会社桜木製作所");
        assert_eq!(without_branch("恒通运输有限公司"), "恒通运输有限公司");
        assert_eq!(without_branch("分公司"), "分公司");
    }

    #[test]
    fn a_place_is_in_front_however_it_is_written() {
        for (name, expected) in [
            ("广州市白云电器", "广州 白云电器"),
            ("廣州白云电器", "广州 白云电器"),
            ("白云电器（广州）", "广州 白云电器"),
            ("上海白云电器(上海)", "上海 白云电器"),
            ("浙江省杭州市白云电器", "浙江 杭州 白云电器"),
            ("白云电器（集团）", "白云电器（集团）"),
            ("北京", "北京"),
            ("Nordwind", "Nordwind"),
            ("ソニー上海", "ソニー上海"),
        ] {
            assert_eq!(places_in_front(name), expected, "{name}");
        }
        let words = |name: &str| -> Vec<String> { places_in_front(name).split(' ').map(str::to_owned).collect() };
        assert!(places_apart(&words("广州市白云电器"), &words("深圳白云电器")));
        assert!(!places_apart(&words("广州市白云电器"), &words("白云电器（广州）")));
        assert!(!places_apart(&words("广州市白云电器"), &words("白云电器")));
    }
}
