//! The actions: one handler each, all alike.

use actix_web::{HttpResponse, post};

use super::one::shown;
use super::out::ProblemOut;
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Body, PathId, Routes};
use crate::problems::actions::{self, WriteContext};
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
    action: fn(&mut WriteContext, i64, Result<B>) -> Result<i64>,
) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let clock = &call.state.clock;
        let mut context = WriteContext::of(conn, clock, call.at, &call.who, call.if_match)?;
        action(&mut context, id.0, body.check())?;
        shown(conn, call, id.0)
    })
    .await
}

macro_rules! moves {
    ($($(#[$doc:meta])* fn $name:ident($body:ident) at $path:tt as $id:tt;)+) => {
        $(
            $(#[$doc])*
            #[utoipa::path(tag = "problems", operation_id = $id, params(("id" = i64, Path)), request_body = $body,
                responses((status = 200, description = "The problem as it is now.", body = ProblemOut,
                    headers(("ETag" = String)))))]
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
    /// Dispatch a problem to one lead department and any number of supporting ones (派单).
    fn dispatch(Dispatch) at "/problems/{id}/dispatch" as "dispatch_problem";
    /// Dispatch a problem anew (改派).
    ///
    /// The assignments so far end with their clocks, the new ones begin their own. By the coordinator.
    fn redispatch(Redispatch) at "/problems/{id}/redispatch" as "redispatch_problem";
    /// Add supporting departments (增加协办).
    fn add_support(AddSupport) at "/problems/{id}/add_support" as "add_problem_support";
    /// Accept a problem as its lead department (签收).
    fn accept(Accept) at "/problems/{id}/accept" as "accept_problem";
    /// Record who came to the enterprise, and when (报到).
    fn on_site(OnSite) at "/problems/{id}/on_site" as "report_on_site";
    /// Name who handles a problem in one's own department (指定承办人).
    fn assign_handler(AssignHandler) at "/problems/{id}/assign_handler" as "assign_problem_handler";
    /// Return a problem as not one's own (退回).
    ///
    /// By the lead department, within the limit for it; a return that was refused is the last one. The clocks
    /// run on until the coordinator upholds it.
    fn send_back(Return) at "/problems/{id}/return" as "return_problem";
    /// Rule on a return (裁定退回).
    ///
    /// By the coordinator. Upheld, it goes to another lead or back to the park; refused, the same lead goes
    /// on by the old clock.
    fn decide_return(DecideReturn) at "/problems/{id}/decide_return" as "decide_problem_return";
    /// Report progress (报告进展).
    ///
    /// The lead department's first report ends the clock `first_reply`.
    fn progress(Progress) at "/problems/{id}/progress" as "report_problem_progress";
    /// Reply as a supporting department, whose part is done with it (协办回复).
    fn reply(Reply) at "/problems/{id}/reply" as "reply_to_problem";
    /// Ask for a later solve limit (申请延期).
    ///
    /// By the lead department, before the limit runs out, as early and as often as the policy says.
    fn request_extension(RequestExtension) at "/problems/{id}/request_extension" as "request_problem_extension";
    /// Rule on a request for a later limit (审批延期).
    ///
    /// By the coordinator. Granted, the limit is as if it had been moved when it was asked for.
    fn decide_extension(DecideExtension) at "/problems/{id}/decide_extension" as "decide_problem_extension";
    /// Ask to let a problem's clocks stand still (申请挂起).
    fn request_suspension(RequestSuspension) at "/problems/{id}/request_suspension" as "request_problem_suspension";
    /// Rule on a request to suspend (审批挂起).
    ///
    /// By the coordinator. Granted, the clocks stand still from now until the day, when it resumes by itself.
    fn decide_suspension(DecideSuspension) at "/problems/{id}/decide_suspension" as "decide_problem_suspension";
    /// Resume a suspended problem before its day (恢复办理).
    fn resume(Resume) at "/problems/{id}/resume" as "resume_problem";
    /// Resolve a problem: the lead department says what was done (办结).
    fn resolve(Resolve) at "/problems/{id}/resolve" as "resolve_problem";
    /// Settle a problem on the spot, without a dispatch (即办).
    ///
    /// Its outcome is `solved`.
    fn resolve_on_site(ResolveOnSite) at "/problems/{id}/resolve_on_site" as "resolve_problem_on_site";
    /// Record what the enterprise says of the resolution (回访).
    ///
    /// By the park or the coordinator, and not by who resolved it. With `then` the next move (销号、持续跟踪、
    /// 重办) is made in the same step, as if it were called right after; where it would be refused, its
    /// refusal is the answer and nothing is recorded.
    fn follow_up(FollowUp) at "/problems/{id}/follow_up" as "follow_up_problem";
    /// Keep a partly solved or planned problem open until its next day (持续跟踪).
    fn track(Track) at "/problems/{id}/track" as "track_problem";
    /// Close a problem (销号).
    ///
    /// After a follow-up that says it is solved, or, with the outcome `explained`, that reached the
    /// enterprise; or after follow-ups on three days that reached nobody.
    fn close(Close) at "/problems/{id}/close" as "close_problem";
    /// Take a settled problem up again (重办).
    ///
    /// It begins a new round by a clock of its own, with the same lead; what the round before came to
    /// stands.
    fn reopen(Reopen) at "/problems/{id}/reopen" as "reopen_problem";
    /// Urge a problem on, or give a leader's instruction (督办、批示).
    fn supervise(Supervise) at "/problems/{id}/supervise" as "supervise_problem";
    /// Record that a problem was put to the city or province (上报上级).
    fn escalate(Escalate) at "/problems/{id}/escalate" as "escalate_problem";
    /// Give a problem to another park (移交园区).
    ///
    /// Its number stays.
    fn transfer_park(TransferPark) at "/problems/{id}/transfer_park" as "transfer_problem";
    /// Withdraw a problem, which no longer counts (撤回).
    fn withdraw(Withdraw) at "/problems/{id}/withdraw" as "withdraw_problem";
    /// Refuse a problem, which no longer counts (不予受理).
    fn reject(Reject) at "/problems/{id}/reject" as "reject_problem";
    /// Merge a problem into another one of the same enterprise (并单).
    ///
    /// The other one goes on; this one no longer counts.
    fn merge(Merge) at "/problems/{id}/merge" as "merge_problem";
    /// Take up again what was withdrawn, not accepted or merged (恢复受理).
    ///
    /// It waits for a dispatch again.
    fn reinstate(Reinstate) at "/problems/{id}/reinstate" as "reinstate_problem";
    /// Comment on a problem (留言).
    fn comment(Comment) at "/problems/{id}/comment" as "comment_on_problem";
}
