//! The ledger of construction projects (项目建设 五盯): their schedules, monthly progress, rates and pictures.

pub mod rules;
