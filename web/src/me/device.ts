const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS/, '鸿蒙'],
  [/Android/, '安卓手机'],
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Windows/, 'Windows 电脑'],
  [/Mac OS X/, '苹果电脑'],
  [/Linux/, 'Linux 电脑'],
]
// The more particular name first: most of them call themselves Chrome and Safari too.
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/DingTalk/, '钉钉'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** Where somebody is signed in, in words; what isn't known is shown as it came. */
export function device(agent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1]
  const found = [first(SYSTEMS), first(BROWSERS)].filter(Boolean)
  return found.length ? found.join(' · ') : agent || '未知设备'
}
