//! What all requests together may hold while they are received and answered, and each caller of it
//! (`docs/decisions/0013-who-it-is-is-asked-first.md`).

use std::time::Duration;

use crate::base::shares::Shares;
use crate::base::turns::Turns;

/// Requests of one caller at once.
const REQUESTS: usize = 64;
/// Bytes of bodies in memory, of all and of one caller.
const BODIES: usize = 32 * 1024 * 1024;
const BODIES_SHARE: usize = 8 * 1024 * 1024;
/// Requests with files on their way, of all and of one caller.
const UPLOADS: usize = 32;
const UPLOADS_SHARE: usize = 8;
/// PDFs that are set at once, that wait, and how long: setting one takes seconds and can't be broken off.
const PDFS: (usize, usize, Duration) = (1, 8, Duration::from_secs(30));
/// The same for papers in other formats, which take no time to speak of.
const PAPERS: (usize, usize, Duration) = (2, 32, Duration::from_secs(5));
/// The same for reports of closed weeks that somebody asks for before they are composed.
const COMPOSITIONS: (usize, usize, Duration) = (1, 32, Duration::from_secs(60));
/// The same for files that came and are in memory while they are looked into: attachments, and imports
/// until they are kept. No more wait than may be on their way.
const LOOKED_INTO: (usize, usize, Duration) = (2, UPLOADS, Duration::from_secs(60));
/// The same for pictures that leave without what the camera wrote into them.
const PLAIN_COPIES: (usize, usize, Duration) = (2, 32, Duration::from_secs(30));

/// The bounds with what is held of them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Admission {
    pub(super) requests: Shares,
    pub(super) bodies: Shares,
    pub(super) uploads: Shares,
    pub pdfs: Turns,
    pub papers: Turns,
    pub compositions: Turns,
    pub attachments: Turns,
    pub imports: Turns,
    pub plain_copies: Turns,
}

impl Default for Admission {
    fn default() -> Self {
        Self {
            // All together are bounded by the connections.
            requests: Shares::new(usize::MAX, REQUESTS),
            bodies: Shares::new(BODIES, BODIES_SHARE),
            uploads: Shares::new(UPLOADS, UPLOADS_SHARE),
            pdfs: Turns::new(PDFS.0, PDFS.1, PDFS.2),
            papers: Turns::new(PAPERS.0, PAPERS.1, PAPERS.2),
            compositions: Turns::new(COMPOSITIONS.0, COMPOSITIONS.1, COMPOSITIONS.2),
            attachments: Turns::new(LOOKED_INTO.0, LOOKED_INTO.1, LOOKED_INTO.2),
            imports: Turns::new(LOOKED_INTO.0, LOOKED_INTO.1, LOOKED_INTO.2),
            plain_copies: Turns::new(PLAIN_COPIES.0, PLAIN_COPIES.1, PLAIN_COPIES.2),
        }
    }
}
