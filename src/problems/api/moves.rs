//! The actions: one handler each, all alike.

use actix_web::{HttpResponse, post};

use super::one::shown;
use super::out::ProblemOut;
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Body, PathId, Routes};
use crate::problems::actions::{self, Desk};
use crate::problems::rules::bodies::{
    Accept, AddSupport, AssignHandler, Close, Comment, DecideExtension, DecideReturn,
    DecideSuspension, Dispatch, Escalate, FollowUp, Merge, OnSite, Progress, Redispatch, Reinstate,
    Reject, Reopen, Reply, RequestExtension, RequestSuspension, Resolve, ResolveOnSite, Resume,
    Return, Supervise, Track, TransferPark, Withdraw,
};

/// Makes a move in one transaction and shows the problem after it.
pub async fn moved<B: Clone + Send + 'static>(
    call: Call,
    id: PathId,
    body: Body<B>,
    action: fn(&mut Desk, i64, Result<B>) -> Result<i64>,
) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let clock = &call.ground.clock;
        let mut desk = Desk::of(conn, clock, call.at, &call.who, call.if_match)?;
        action(&mut desk, id.0, body.check())?;
        shown(conn, call, id.0)
    })
    .await
}

macro_rules! moves {
    ($($(#[$doc:meta])* fn $name:ident($body:ident) at $path:tt;)+) => {
        $(
            $(#[$doc])*
            #[utoipa::path(tag = "problems", params(("id" = i64, Path)), request_body = $body, responses(
                (status = 200, body = ProblemOut, headers(("ETag" = String)))))]
            #[post($path)]
            pub async fn $name(call: Call, id: PathId, body: Body<$body>) -> Result<HttpResponse> {
                moved(call, id, body, actions::$name).await
            }
        )+

        pub fn routes(routes: &mut Routes) {
            routes$(.service($name))+;
        }
    };
}

moves! {
    /// 派单: to one lead department and any number of supporting ones.
    fn dispatch(Dispatch) at "/problems/{id}/dispatch";
    /// 改派: the assignments so far end, the new ones begin their own clocks.
    fn redispatch(Redispatch) at "/problems/{id}/redispatch";
    /// 增加协办.
    fn add_support(AddSupport) at "/problems/{id}/add_support";
    /// 签收.
    fn accept(Accept) at "/problems/{id}/accept";
    /// 报到: who came to the enterprise, when.
    fn on_site(OnSite) at "/problems/{id}/on_site";
    /// 指定经办人.
    fn assign_handler(AssignHandler) at "/problems/{id}/assign_handler";
    /// 退回: "not ours", within its limit.
    fn send_back(Return) at "/problems/{id}/return";
    /// 裁定退回.
    fn decide_return(DecideReturn) at "/problems/{id}/decide_return";
    /// 报告进展.
    fn progress(Progress) at "/problems/{id}/progress";
    /// 协办回复.
    fn reply(Reply) at "/problems/{id}/reply";
    /// 申请延期, before the limit runs out.
    fn request_extension(RequestExtension) at "/problems/{id}/request_extension";
    /// 审批延期, by another person.
    fn decide_extension(DecideExtension) at "/problems/{id}/decide_extension";
    /// 申请挂起.
    fn request_suspension(RequestSuspension) at "/problems/{id}/request_suspension";
    /// 审批挂起, by another person.
    fn decide_suspension(DecideSuspension) at "/problems/{id}/decide_suspension";
    /// 恢复办理.
    fn resume(Resume) at "/problems/{id}/resume";
    /// 办结.
    fn resolve(Resolve) at "/problems/{id}/resolve";
    /// 即办: settled on the spot.
    fn resolve_on_site(ResolveOnSite) at "/problems/{id}/resolve_on_site";
    /// 回访, by someone other than who resolved.
    fn follow_up(FollowUp) at "/problems/{id}/follow_up";
    /// 持续跟踪.
    fn track(Track) at "/problems/{id}/track";
    /// 销号.
    fn close(Close) at "/problems/{id}/close";
    /// 重办.
    fn reopen(Reopen) at "/problems/{id}/reopen";
    /// 督办, 批示.
    fn supervise(Supervise) at "/problems/{id}/supervise";
    /// 上报 to the city or province.
    fn escalate(Escalate) at "/problems/{id}/escalate";
    /// 移交园区.
    fn transfer_park(TransferPark) at "/problems/{id}/transfer_park";
    /// 撤回.
    fn withdraw(Withdraw) at "/problems/{id}/withdraw";
    /// 不予受理.
    fn reject(Reject) at "/problems/{id}/reject";
    /// 并单, within one enterprise.
    fn merge(Merge) at "/problems/{id}/merge";
    /// 恢复受理.
    fn reinstate(Reinstate) at "/problems/{id}/reinstate";
    /// 留言.
    fn comment(Comment) at "/problems/{id}/comment";
}
