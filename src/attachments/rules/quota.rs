//! How much there may be: of one problem, visit or entry, and of all.

use super::{OWNER_BYTES_MAX, OWNER_FILES_MAX};
use crate::base::error::text;
use crate::base::{Error, Result};

const MIB: i64 = 1024 * 1024;

/// Files and their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    pub files: i64,
    pub bytes: i64,
}

/// Whether more files fit beside those that are there; `of_all` and `quota` are bytes.
///
/// # Errors
/// 409 where the owner is full, 507 where everything is.
pub fn fit(more: Amount, of_owner: Amount, of_all: i64, quota: i64) -> Result<()> {
    if of_owner.files + more.files > OWNER_FILES_MAX {
        return Err(Error::conflict(
            "attachment.too_many",
            format!(
                "每个问题、走访或台账条目最多{OWNER_FILES_MAX}个附件，已有{}个",
                of_owner.files
            ),
            format!(
                "A problem, visit or entry has at most {OWNER_FILES_MAX} files; this one has {}.",
                of_owner.files
            ),
        ));
    }
    if of_owner.bytes + more.bytes > OWNER_BYTES_MAX {
        let (most, used) = (OWNER_BYTES_MAX / MIB, of_owner.bytes / MIB);
        return Err(Error::conflict(
            "attachment.owner_full",
            format!("每个问题、走访或台账条目的附件合计不超过{most}MB，已用{used}MB"),
            format!(
                "The files of a problem, visit or entry have at most {most} MiB; {used} are used."
            ),
        ));
    }
    if of_all + more.bytes > quota {
        return Err(Error::QuotaFull {
            code: "attachment.store_full",
            detail: text(
                "附件存储空间已满，暂时不能上传，请联系管理员",
                "The room for attachments is used up; tell the administrator.",
            ),
        });
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn verdict(more: (i64, i64), of_owner: (i64, i64), of_all: i64) -> &'static str {
        let amount = |(files, bytes)| Amount { files, bytes };
        match fit(amount(more), amount(of_owner), of_all, 1_000 * MIB) {
            Ok(()) => "",
            Err(Error::Conflict { code, .. } | Error::QuotaFull { code, .. }) => code,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn each_quota_holds_at_its_edge_and_not_one_past_it() {
        assert_eq!(verdict((1, 1), (49, 0), 0), "");
        assert_eq!(verdict((1, 1), (50, 0), 0), "attachment.too_many");
        assert_eq!(verdict((2, 1), (49, 0), 0), "attachment.too_many");
        assert_eq!(verdict((1, MIB), (1, 199 * MIB), 0), "");
        assert_eq!(
            verdict((1, MIB + 1), (1, 199 * MIB), 0),
            "attachment.owner_full"
        );
        assert_eq!(verdict((1, MIB), (0, 0), 999 * MIB), "");
        assert_eq!(
            verdict((1, MIB + 1), (0, 0), 999 * MIB),
            "attachment.store_full"
        );
    }
}
