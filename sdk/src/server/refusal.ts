import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'

const Body = z.object({ code: z.string(), detail: z.string(), fix: z.string().default(''), reference: z.string().optional() })

/** The platform understood a request and said no, with its own sentence and the way out. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal'
  readonly status: number
  readonly code: string
  readonly fix: string
  /** Quote it to the operator: the platform's log has it too. */
  readonly reference: string | undefined

  constructor(status: number, problem: z.infer<typeof Body>) {
    super(problem.detail)
    this.status = status
    this.code = problem.code
    this.fix = problem.fix
    this.reference = problem.reference
  }
}

/** Reads an answer that was not a success. */
export async function refusalOf(answer: Response): Promise<PlatformRefusal | DigiOneError<'PLATFORM_UNREACHABLE'>> {
  const parsed = Body.safeParse(await answer.json().catch(() => null))
  return parsed.success ? new PlatformRefusal(answer.status, parsed.data) : new DigiOneError('PLATFORM_UNREACHABLE', `${answer.url} (status ${answer.status})`)
}
