//! The page that the binary carries.

use reqwest::Method;

use crate::both;
use crate::harness::send;

both! {
    async fn every_address_of_the_page_gives_it_and_nothing_of_the_api_does(app) {
        for path in ["//", "//problems/16", "//reports/weekly?week=2021-W31"] {
            let page = app.anonymous(Method::GET, path, None).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.header("content-type").starts_with("text/html"));
            assert_eq!(page.header("cache-control"), "no-cache");
            let policy = page.header("content-security-policy");
            assert!(policy.contains("default-src 'self'") && !policy.contains("script-src"), "{policy}");
        }
        for path in ["//api/nothing", "//api", "//assets/none.js", "//none.php"] {
            let answer = app.anonymous(Method::GET, path, None).await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(answer.status, 404, "{path}");
        }
        assert_eq!(app.anonymous(Method::POST, "//problems/16", None).await.status, 404);
    }

    async fn what_the_page_loads_is_kept_for_ever_and_comes_from_this_host(app) {
        let page = app.anonymous(Method::GET, "//", None).await;
        let assets: Vec<_> = page
            .text
            .split(['"'])
            .filter(|part| part.starts_with("/assets/"))
            .collect();
        assert!(!assets.is_empty(), "built without the page: REQUIRE_UI=1 tells why");
        for asset in assets {
            let file = app.anonymous(Method::GET, &format!("/{asset}"), None).await;
            assert_eq!(file.status, 200, "{asset}");
            assert!(file.header("cache-control").contains("immutable"), "{asset}");
        }
        assert!(!page.text.contains("http://") && !page.text.contains("https://"), "{}", page.text);
    }

    async fn text_travels_compressed_and_what_is_packed_already_does_not(app) {
        let zipped = [("Accept-Encoding", "gzip")];
        for path in ["//", "/parks", "/nothing-here"] {
            let answer = send(&app.address, Method::GET, path, &zipped, None).await;
            assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
        }
        let metrics = send(&app.address, Method::GET, "//metrics", &zipped, None).await;
        assert_eq!(metrics.header("content-encoding"), "identity");
        let page = app.anonymous(Method::GET, "//", None).await;
        assert_ne!(page.header("content-encoding"), "gzip");
    }

    async fn what_the_page_loads_lies_there_compressed_with_a_tag_of_its_own(app) {
        let page = app.anonymous(Method::GET, "//", None).await;
        let script = page.text.split('"').find(|part| part.ends_with(".js")).unwrap();
        let path = format!("/{script}");
        let plain = app.anonymous(Method::GET, &path, None).await;
        let packed = send(&app.address, Method::GET, &path, &[("Accept-Encoding", "gzip")], None).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert_eq!(packed.header("content-type"), plain.header("content-type"));
        assert_eq!(packed.header("vary").to_lowercase(), "accept-encoding");
        let length: usize = packed.header("content-length").parse().unwrap();
        assert!(length * 2 < plain.text.len(), "{length} of {}", plain.text.len());
        assert_ne!(packed.header("etag"), plain.header("etag"));
        let held = [("Accept-Encoding", "gzip"), ("If-None-Match", packed.header("etag"))];
        let again = send(&app.address, Method::GET, &path, &held, None).await;
        assert_eq!((again.status, again.text.as_str()), (304, ""));
    }
}
