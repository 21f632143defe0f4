import { computed } from 'vue'
import { useSession } from '@/session/session'
import { serverNow, today } from '@/session/today'
import { day, weekday } from '@/words/time'

/** `8月16日 星期一`, and the time of day by the server's clock. */
export function useGreeting() {
  const { user } = useSession()
  const date = computed(() => `${day(today.value, today.value)} 星期${weekday(today.value)}`)
  const greeting = computed(() => {
    const hour = Number(serverNow().slice(11, 13))
    const part = hour < 12 ? '上午好' : hour < 18 ? '下午好' : '晚上好'
    return `${part}，${user.value?.display_name ?? ''}`
  })
  return { date, greeting }
}
