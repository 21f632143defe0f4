//! What is known of a project on the day asked about, as far as it is calculated with.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deadlines::rules::Level;
use crate::text_enum;

text_enum! {
    /// What a project is for (类型).
    pub enum ProjectKind {
        /// 产业类, whatever the sector.
        Industrial = "industrial",
        /// 基础设施类.
        Infrastructure = "infrastructure",
        /// 民生类.
        Livelihood = "livelihood",
        /// Anything else.
        Other = "other",
    }
}

text_enum! {
    /// As what a project stands on the list of a year (年度盘子).
    pub enum ListClass {
        /// 新建: to be started in the year.
        New = "new",
        /// 续建: started before.
        Continued = "continued",
        /// 计划竣工: to be completed in the year.
        Finishing = "finishing",
        /// 预备.
        Reserve = "reserve",
    }
}

text_enum! {
    /// How far a project is with the statistics of investment (入统).
    pub enum StatisticsState {
        /// Nothing is handed in.
        None = "none",
        /// Handed in, not decided.
        Submitted = "submitted",
        /// Handed back, with a reason.
        Returned = "returned",
        /// 已入统.
        Entered = "entered",
    }
}

text_enum! {
    /// How far a permit is (手续).
    pub enum PermitState {
        /// Not applied for.
        Todo = "todo",
        /// Applied for.
        Applied = "applied",
        /// Given.
        Done = "done",
    }
}

text_enum! {
    /// What a project renews of a plant (三大改造).
    pub enum Renewal {
        /// 智能化改造.
        Intelligent = "intelligent",
        /// 绿色化改造.
        Green = "green",
        /// 技术改造.
        Technical = "technical",
    }
}

/// A project's place on the list of a year: the approved list or the adjusted one, whichever is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub class: ListClass,
    /// The month of the list's year in which it is to be started, 1 to 12.
    pub planned_start: Option<u32>,
    /// The month of the list's year in which it is to be completed, 1 to 12.
    pub planned_finish: Option<u32>,
}

/// A project on the day asked about. A day that lies after it isn't known yet, and is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub id: i64,
    pub kind: ProjectKind,
    pub level: Level,
    pub renewal: Option<Renewal>,
    /// 总投资, in yuan.
    pub total_yuan: Option<i64>,
    pub listed: Option<Listed>,
    pub started_on: Option<NaiveDate>,
    pub completed_on: Option<NaiveDate>,
    pub produced_on: Option<NaiveDate>,
    pub statistics: StatisticsState,
    /// Permits it needs.
    pub permits_needed: u32,
    /// Of those, the ones that were given.
    pub permits_done: u32,
}
