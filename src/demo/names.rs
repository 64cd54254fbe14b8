//! Invented names of streets, communities and grids.

/// Six streets of six communities each, without their 街道 and 社区.
pub(super) const STREETS: [(&str, [&str; 6]); 6] = [
    ("临江", ["柳巷", "望江", "码头", "沿河", "渡口", "金桥"]),
    ("文昌", ["书院", "学府", "文星", "翰林", "桂花", "明德"]),
    ("北关", ["城隍", "铁路", "机床", "纺织", "站前", "北苑"]),
    ("南湖", ["荷花", "莲塘", "湖滨", "水榭", "锦绣", "长堤"]),
    ("东门", ["鼓楼", "槐荫", "永宁", "太平", "仁和", "东升"]),
    ("青石", ["井巷", "枣园", "石榴", "建设", "和兴", "磨坊"]),
];

/// `第一网格`, `第二网格` ...; good for 1 to 99.
pub(super) fn grid(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, DIGITS[number % 10]);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", DIGITS[more]),
    };
    format!("第{tens}{ones}网格")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_are_numbered_in_words() {
        for (number, name) in
            [(1, "第一网格"), (10, "第十网格"), (11, "第十一网格"), (20, "第二十网格"), (47, "第四十七网格")]
        {
            assert_eq!(grid(number), name);
        }
    }

    #[test]
    fn no_community_is_named_twice() {
        let mut names: Vec<&str> = STREETS.iter().flat_map(|(_, communities)| *communities).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 36);
    }
}
