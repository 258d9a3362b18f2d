import { LiveMessage } from '@digione/contracts'
import { createRoute } from '@hono/zod-openapi'
import { type Authenticate, personCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { problems, routes } from '../openapi.ts'
import { contextsOf } from '../roster/store.ts'
import type { Hub } from './hub.ts'

const HEARTBEAT_MS = 15_000
/** A stream ends after this, and the page opens another with a fresh token and today's contexts. */
const STREAM_MS = 600_000
/** A page that reads so little behind is let go; it comes back and reads anew. */
const MAX_BEHIND = 1_000

/** The live stream of what changes while a page is open. */
export function liveRoutes({ db, config, log }: Deps, authenticate: Authenticate, hub: Hub) {
  const app = routes()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/live',
      tags: ['person'],
      summary: 'What changes, as server-sent events',
      description: "Each event's name is the message's `type`, its data the message. A comment comes every 15 s.",
      responses: {
        200: { content: { 'text/event-stream': { schema: LiveMessage } }, description: 'The stream' },
        ...problems('NOT_SIGNED_IN', 'SESSION_EXPIRED', 'DPOP_INVALID'),
      },
    }),
    async (c) => {
      const { personId, ways, sessionUid } = await personCaller(authenticate, c.req.raw, 'open the live stream')
      const { contexts } = await contextsOf(db, personId, ways, config.upstreams)
      const encoder = new TextEncoder()
      let left = () => {}
      const body = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            let isOpen = true
            const write = (text: string) => {
              if (!isOpen) return
              if ((controller.desiredSize ?? 0) < -MAX_BEHIND) return stream.close()
              controller.enqueue(encoder.encode(text))
            }
            let leave = () => {}
            const timers: NodeJS.Timeout[] = []
            const stream = {
              personId,
              sessionUid,
              contexts,
              send: (message: LiveMessage) => write(`event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`),
              close() {
                if (!isOpen) return
                forget()
                // Already errored where the connection broke first.
                if (controller.desiredSize !== null) controller.close()
              },
            }
            const forget = () => {
              isOpen = false
              for (const timer of timers) clearTimeout(timer)
              leave()
            }
            // The browser went away: the stream is closed already.
            left = forget
            write(': hello\n\n')
            timers.push(setInterval(() => write(': still here\n\n'), HEARTBEAT_MS).unref(), setTimeout(stream.close, STREAM_MS).unref())
            hub.join(stream).then(
              (leaveHub) => {
                leave = leaveHub
                if (!isOpen) leaveHub()
              },
              (error: unknown) => {
                log.error({ err: error }, 'a live stream could not be opened')
                stream.close()
              },
            )
          },
          cancel: () => left(),
        },
        { highWaterMark: 0 },
      )
      return c.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    },
  )
  return app
}
