//! How an import goes.

crate::text_enum! {
    /// Where an import stands.
    pub enum State {
        /// Waits for its turn to be read (排队中).
        Reading = "reading",
        /// Its rows are being checked (核对中).
        Checking = "checking",
        /// Checked; nothing is written yet (待确认).
        Ready = "ready",
        /// Waits for its turn to be written, or is being written (导入中).
        Writing = "writing",
        /// Written (已导入).
        Done = "done",
        /// Nothing of it was taken (未导入).
        Failed = "failed",
    }
}

crate::text_enum! {
    /// What becomes of a file that has wrong rows.
    pub enum Mode {
        /// One wrong row, and nothing is taken.
        AllOrNothing = "all_or_nothing",
        /// The wrong rows are left out.
        GoodRows = "good_rows",
    }
}

crate::text_enum! {
    /// What may be made where a file names something that isn't there.
    pub enum Missing {
        Parks = "parks",
        Departments = "departments",
        Categories = "categories",
    }
}

crate::in_words!(State, crate::vocabulary::import::IMPORT_STATE);

impl State {
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}
