//! Words for a trade in languages that write them to the name without a blank, and what they are called abroad.

use super::han::simplified;
use crate::fold::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The words, and behind the colon what they are called in English, the usual word first; of several words one after the other.
const TRADES: &[&str] = &[
    "自動車 汽车 자동차:motor motors automobile automotive auto",
    "発動機:motor",
    "電子 전자:electronics electronic",
    "電機 電気 電器 전기:electric electrical",
    "電力 전력:electric power",
    "銀行 은행 ธนาคาร:bank",
    "保険 保险 보험:insurance",
    "生命:life",
    "証券 证券 증권:securities",
    "技術 科技 기술 テクノロジー テクノロジーズ 테크:technology tech",
    "集団 集团 그룹 グループ:group",
    "ホールディングス ホールディング 控股 홀딩스:holding",
    "重工業 重工 중공업:heavy industries",
    "工業 산업 産業 공업:industries industry industrial",
    "化学 화학:chemical chemicals chem",
    "製鉄 鋼鉄 钢铁 제철 철강:steel",
    "建設 建设 건설:construction",
    "製薬 制药 薬品 제약 药业:pharmaceutical pharmaceuticals pharma",
    "航空 항공:airlines air aviation",
    "海運 해운 海运:shipping",
    "食品 식품 フーズ:foods food",
    "貿易 贸易 무역 商事 상사:trading",
    "物流 물류 ロジスティクス:logistics",
    "運輸 运输 운수:transport",
    "通信 통신:telecom communications",
    "ソフトウェア 软件 소프트웨어:software",
    "システム システムズ 시스템:systems system",
    "サービス 서비스:service services",
    "エンジニアリング 엔지니어링:engineering",
    "エレクトロニクス 일렉트로닉스:electronics",
    "機械 机械 기계:machinery",
    "能源 エネルギー 에너지:energy",
    "不動産 房地产 부동산:real estate",
    "大学 대학교:university",
    "病院 医院 병원:hospital",
    "国際 国际 국제 インターナショナル:international",
];

/// By their letters: what each is called.
static BY_LETTERS: LazyLock<HashMap<Vec<char>, &'static str>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for line in TRADES {
        let Some((written, english)) = line.split_once(':') else { continue };
        for word in written.split(' ') {
            all.insert(fold(word).chars().map(simplified).collect(), english);
        }
    }
    all
});

/// The most letters there are in one.
const LONGEST: usize = 11;

/// The trade that these letters begin with: how many of them it takes, and what it is called.
pub(super) fn trade(letters: &[char]) -> Option<(usize, &'static str)> {
    (2..=LONGEST.min(letters.len())).rev().find_map(|taken| Some((taken, *BY_LETTERS.get(letters.get(..taken)?)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_trade_is_read() {
        let of = |text: &str| trade(&fold(text).chars().map(simplified).collect::<Vec<_>>());
        assert_eq!(of("自動車株式"), Some((3, "motor motors automobile automotive auto")));
        assert_eq!(of("汽車"), Some((2, "motor motors automobile automotive auto")));
        assert_eq!(of("重工業"), Some((3, "heavy industries")));
        assert_eq!(of("グループ"), Some((4, "group")));
        assert_eq!(of("전자"), Some((2, "electronics electronic")));
        assert_eq!(of("東京"), None);
        assert!(BY_LETTERS.keys().all(|letters| (2..=LONGEST).contains(&letters.len())));
    }
}
