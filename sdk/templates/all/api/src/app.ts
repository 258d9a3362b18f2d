import { DigiOneError, isDigiOneError, problemResponse } from '@digione/sdk/server'
import type { ModuleCaller } from '@digione/sdk/server'
import { Hono } from 'hono'
import type { HomeworkStore } from './homework-store.ts'

export interface HomeworkApiParts {
  /** Who calls, from the module token. Throws a DigiOneError where it does not hold. */
  verify(request: Request): Promise<ModuleCaller>
  readonly store: HomeworkStore
}

/** The module's API. Everybody reaches the homework of the groups in their own context, and no other. */
export function homeworkApi({ verify, store }: HomeworkApiParts) {
  const app = new Hono<{ Variables: { caller: ModuleCaller } }>()
  app.onError((error) => {
    if (!isDigiOneError(error)) console.error(error)
    return problemResponse(error)
  })
  app.notFound(() => problemResponse(new DigiOneError('NOT_FOUND', 'such address')))
  app.use(async (c, next) => {
    const caller = await verify(c.req.raw)
    // Guardianship is given matter by matter, and homework belongs to studies.
    if (caller.context.role === 'guardian' && !caller.context.matters.includes('studies'))
      throw new DigiOneError('NOT_ALLOWED', 'A guardianship without the matter "studies"', 'see homework')
    c.set('caller', caller)
    await next()
  })

  app.get('/homework', (c) => {
    const learner = learnerOf(c.var.caller)
    const homework = store.ofGroups(c.var.caller.context.groups)
    return c.json({ homework: homework.map((item) => ({ ...item, isDone: learner === null ? null : store.isDone(learner, item.id) })) })
  })

  app.put('/homework/:id/done', async (c) => {
    const { context, sub } = c.var.caller
    if (context.role !== 'learner') throw new DigiOneError('NOT_ALLOWED', `The role ${context.role}`, 'mark homework as done')
    const id = c.req.param('id')
    // The same answer for what is not there and what is not theirs: whether it exists is nobody else's business.
    if (!store.ofGroups(context.groups).some((item) => item.id === id)) throw new DigiOneError('NOT_FOUND', 'such homework in this context')
    const body: unknown = await c.req.json().catch(() => null)
    if (!isMark(body)) throw new DigiOneError('INPUT_INVALID', 'The mark', '"isDone" is true or false')
    store.setDone(sub, id, body.isDone)
    return c.json({ id, isDone: body.isDone })
  })
  return app
}

/** Whose marks the caller sees: their own, or those of the learner that they are the guardian of. */
const learnerOf = ({ context, sub }: ModuleCaller) => (context.role === 'learner' ? sub : context.learner)

const isMark = (body: unknown): body is { isDone: boolean } => typeof body === 'object' && body !== null && 'isDone' in body && typeof body.isDone === 'boolean'
