import type { Schemas } from '@/api/client'

/** What is written again and again, as it is put in official papers; each person adds their own. */
type Shipped = Partial<Record<Schemas['Action'], Partial<Record<string, string[] | Partial<Record<Schemas['Role'], string[]>>>>>>

export const PHRASES: Shipped = {
  dispatch: { note: ['请主动对接企业，按时限办理并反馈。', '请会同协办单位现场研判，明确解决措施。'] },
  redispatch: { note: ['经研究，由你单位主办，请及时签收办理。', '请与原承办单位做好交接，避免企业重复提供材料。'] },
  add_support: { note: ['请配合主办单位办理，按时回复协办情况。'] },
  accept: { note: ['已签收，将尽快联系企业。'] },
  on_site: { note: ['已到现场，与企业负责人当面了解情况。'] },
  return: { reason: ['该事项不属于本单位职责，依据是', '该事项主管单位为', '企业地址不在本单位管辖范围。'] },
  decide_return: { reason: ['属本单位职责范围，请继续办理。', '情况属实，同意退回。', '涉及多家单位，仍由你单位牵头办理。'] },
  progress: {
    text: ['已与企业取得联系，核实了有关情况。', '已到现场勘查，正在制定解决方案。', '方案已报批，待批复后实施。', '正在施工，预计按期完成。'],
    next_step: ['召集有关单位会商，明确责任分工。', '跟踪办理进度，及时向企业反馈。'],
  },
  reply: { text: ['已按职责配合主办单位办理完毕。', '经核实，相关意见如下：'] },
  request_extension: { reason: ['需履行招标采购程序，', '需上级部门批复，', '受天气影响，施工进度延后，', '企业要求调整施工时间，'] },
  decide_extension: { reason: ['同意延期，请倒排工期，按新时限办结。', '理由不充分，请按原时限办结。', '不再同意延期。'] },
  request_suspension: { reason: ['待上级部门作出决定后恢复办理。', '待企业备齐材料后恢复办理。'] },
  decide_suspension: { reason: ['同意挂起，原因消除后及时恢复办理。', '不符合挂起条件，请继续办理。'] },
  resume: { note: ['挂起原因已消除，恢复办理。'] },
  resolve: {
    resolution: ['已办结，并当面向企业反馈。', '经协调，企业反映的问题已解决。', '已向企业说明有关政策，企业表示理解。', '已列入年度计划，按计划组织实施。'],
    remaining: ['受资金安排影响，需分期实施。', '待上级政策明确后推进。'],
    next_step: ['按计划推进，每月向企业反馈进度。'],
  },
  resolve_on_site: { resolution: ['当场协调解决，企业认可。', '已现场解答政策，企业表示满意。'] },
  follow_up: { note: ['企业对办理结果表示满意。', '企业认可办理过程，希望加快进度。', '企业反映问题尚未解决，原因是', '多次拨打无人接听，改日再访。'] },
  track: { note: ['列入持续跟踪，直至问题清零。'] },
  close: { note: ['经回访，企业确认问题已解决，予以销号。'] },
  reopen: { reason: ['经回访，企业认为问题尚未解决，请重新办理。', '问题反复出现，请查明原因，彻底解决。'] },
  supervise: {
    text: {
      coordinator: ['办理时限将至，请抓紧办理并报告进展。', '已超办理时限，请说明原因并限期办结。', '请于今日下班前报告办理进展。'],
      leader: ['请抓紧办理，切实解决企业困难。', '请主办单位主要负责同志亲自过问，限期解决。', '举一反三，同类问题一并解决。'],
    },
  },
  transfer_park: { reason: ['企业注册地、生产地均在接收园区。'] },
  withdraw: { reason: ['企业主动撤回。', '问题已由企业自行解决。', '重复登记。'] },
  reject: { reason: ['不属于本活动受理范围，已告知企业办理渠道。', '已进入司法程序，建议企业依法解决。', '缺少基本情况，多次联系企业未能核实。'] },
  merge: { reason: ['与该问题系同一事项，并案办理。'] },
  reinstate: { reason: ['补充了有关材料，符合受理条件。'] },
  comment: { text: ['请承办单位关注。', '请及时更新办理进展。'] },
}

/** What is shipped for a field, as a role needs it. */
export function shippedPhrases(action: Schemas['Action'], field: string, role: Schemas['Role'] | null): string[] {
  const found = PHRASES[action]?.[field]
  if (!found) return []
  return Array.isArray(found) ? found : ((role && found[role]) ?? [])
}
