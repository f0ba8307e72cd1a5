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
}
