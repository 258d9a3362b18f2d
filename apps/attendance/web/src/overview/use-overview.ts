import { useHost } from '@digione/sdk/vue'
import type { Overview } from '../../../api/src/wire.ts'
import { attendanceApi } from '../api.ts'
import { useAnswer } from '../use-answer.ts'

export function useOverview() {
  const host = useHost()
  return useAnswer<Overview>(() => attendanceApi(host).overview(), ['attendance.marked.v1', 'attendance.explained.v1'])
}
