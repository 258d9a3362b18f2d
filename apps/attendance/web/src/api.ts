import type { Host } from '@digione/sdk'
import type { AbsenceReport, LessonDay, LessonList, LessonRef, MarkState, Overview, Reason, Seating } from '../../api/src/wire.ts'

/** An answer that was not a success. `status` 0: none came. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number

  constructor(status: number, options?: ErrorOptions) {
    super(`The attendance API answered ${status}.`, options)
    this.status = status
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export interface MarkRequest {
  readonly id: string
  readonly marks: readonly { readonly learner: string; readonly state: MarkState; readonly version: number }[]
  readonly marked?: boolean
}

export interface ExplanationRequest {
  readonly id: string
  readonly lessons: readonly LessonRef[]
  readonly reason: Reason
  readonly text?: string
}

/** This module's own API, with the paths and the shapes of its answers. Every call throws `ApiFailure`. */
export function attendanceApi(host: Host) {
  async function call<T>(method: string, path: `/${string}`, body?: unknown): Promise<T> {
    let answer: Response
    try {
      answer = await host.fetch(`api:${path}`, {
        method,
        signal: host.signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    } catch (cause) {
      throw new ApiFailure(0, { cause })
    }
    if (!answer.ok) throw new ApiFailure(answer.status)
    return (await answer.json()) as T
  }
  const lesson = ({ group, date, slot }: LessonRef) => `/lessons/${group}/${date}/${slot}` as const
  const learner = (id: string) => `/learners/${encodeURIComponent(id)}` as const

  return {
    day: (date: string | null) => call<LessonDay>('GET', date === null ? '/lessons' : `/lessons?date=${date}`),
    list: (of: LessonRef) => call<LessonList>('GET', lesson(of)),
    mark: (of: LessonRef, request: MarkRequest) => call<LessonList>('POST', `${lesson(of)}/marks`, request),
    note: (of: LessonRef, request: { readonly id: string; readonly text: string; readonly version: number }) =>
      call<LessonList>('PUT', `${lesson(of)}/note`, request),
    arrange: (group: string, request: Seating & { readonly id: string }) => call<Seating>('PUT', `/groups/${group}/seating`, request),
    absences: (of: string) => call<AbsenceReport>('GET', `${learner(of)}/absences`),
    explain: (of: string, request: ExplanationRequest) => call<AbsenceReport>('POST', `${learner(of)}/explanations`, request),
    withdraw: (of: string, explanation: string) => call<AbsenceReport>('DELETE', `${learner(of)}/explanations/${explanation}`),
    overview: () => call<Overview>('GET', '/overview'),
  }
}
