//! The newspaper's line: 「沙河产业园区工作人员共走访项目现场30余次，收集问题16个，解决问题12个。」

/// Where the visits counted in a sentence went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitPlaces {
    pub times: i64,
    /// Of those, to a project site.
    pub to_sites: i64,
}

/// The sentence about a park or the whole organisation.
pub fn sentence(subject: &str, visited: VisitPlaces, collected: i64, solved: i64) -> String {
    let place = match visited {
        VisitPlaces { to_sites: 0, .. } => "企业",
        VisitPlaces { times, to_sites } if times == to_sites => "项目现场",
        VisitPlaces { .. } => "企业和项目现场",
    };
    let times = rounded(visited.times);
    format!("{subject}工作人员共走访{place}{times}次，收集问题{collected}个，解决问题{solved}个。")
}

/// Visits as newspapers count them: above 10, tens and 余; from 1,000 on, hundreds.
fn rounded(times: i64) -> String {
    let unit = match times {
        ..=10 => return times.to_string(),
        11..=999 => 10,
        _ => 100,
    };
    let more = if times % unit == 0 { "" } else { "余" };
    format!("{}{more}", times - times % unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_reads_as_in_the_newspaper() {
        let visited = VisitPlaces {
            times: 34,
            to_sites: 34,
        };
        assert_eq!(
            sentence("沙河产业园区", visited, 16, 12),
            "沙河产业园区工作人员共走访项目现场30余次，收集问题16个，解决问题12个。"
        );
    }

    #[test]
    fn it_says_where_the_visits_were() {
        let of = |times, to_sites| sentence("甲", VisitPlaces { times, to_sites }, 0, 0);
        assert!(of(3, 0).contains("走访企业3次"));
        assert!(of(3, 1).contains("走访企业和项目现场3次"));
        assert!(of(3, 3).contains("走访项目现场3次"));
        assert!(of(0, 0).contains("走访企业0次"));
    }

    #[test]
    fn visits_alone_are_rounded_and_only_above_ten() {
        let cases = [
            (0, "0"),
            (9, "9"),
            (10, "10"),
            (11, "10余"),
            (19, "10余"),
            (20, "20"),
            (30, "30"),
            (34, "30余"),
            (999, "990余"),
            (1000, "1000"),
            (1001, "1000余"),
            (1010, "1000余"),
            (1100, "1100"),
            (1234, "1200余"),
        ];
        for (times, shown) in cases {
            assert_eq!(rounded(times), shown);
        }
    }
}
