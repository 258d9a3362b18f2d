import { config, z } from 'zod/mini'

// The document's policy has no eval, and asking for it would be told as a violation.
config({ jitless: true })

const MAX_BODY_BYTES = 32 * 1024 * 1024
const MAX_JSON = 512 * 1024

/** As many steps as a browser keeps. */
const MOST_STEPS = 50

const text = (max: number) => z.string().check(z.maxLength(max))
const number = z.int().check(z.minimum(0))
const json = text(MAX_JSON)
const path = text(8 * 1024)
const name = text(200)

const body = z.union([
  z.null(),
  z.instanceof(ArrayBuffer).check(z.refine((bytes) => bytes.byteLength <= MAX_BODY_BYTES)),
  z.custom<ReadableStream<Uint8Array>>((value) => value instanceof ReadableStream),
])
const request = z.strictObject({ path, method: text(20), headers: z.array(z.tuple([text(200), text(16 * 1024)])).check(z.maxLength(100)), body })
const question = z.strictObject({
  title: text(300),
  text: z.optional(text(2000)),
  confirm: text(100),
  cancel: z.optional(text(100)),
  tone: z.optional(z.enum(['neutral', 'danger'])),
})

const of = <Kind extends z.core.$ZodType, Shape extends z.core.$ZodShape>(kind: Kind, shape: Shape) => z.strictObject({ id: number, kind, ...shape })
const is = z.literal

const Message = z.discriminatedUnion('kind', [
  // What awaits an answer.
  of(is('fetch'), { api: name, keepalive: z.boolean(), request }),
  of(is('file-url'), { api: name, path }),
  of(is(['draft-get', 'draft-delete']), { key: name }),
  of(is('draft-set'), { key: name, value: json }),
  of(is('open'), { path, as: z.enum(['dialog', 'panel']) }),
  of(is('confirm'), { question }),
  // What is told.
  of(is('abort'), { target: number }),
  of(is(['loaded', 'mounted', 'unmounted']), {}),
  /** `run` is an error that nothing caught; every other one ends the mount. */
  of(is('failed'), { phase: z.enum(['load', 'blocked', 'mount', 'run', 'left']), name, message: text(1000) }),
  of(is('go'), { address: path, replace: z.boolean(), state: z.optional(json) }),
  of(is('step'), { by: z.int().check(z.minimum(-MOST_STEPS), z.maximum(MOST_STEPS)) }),
  of(is('close'), { result: z.optional(json) }),
  of(is('title'), { text: text(300) }),
  of(is('notify'), {
    text: text(1000),
    tone: z.optional(z.enum(['info', 'success', 'warning', 'danger'])),
    action: z.optional(z.strictObject({ label: text(100), run: number })),
  }),
  of(is('report'), { vital: name, value: z.number() }),
  of(is('report-error'), { name, message: text(1000), code: z.optional(name) }),
  of(is('emit'), { intent: name, payload: json }),
  of(is('guard'), { guard: number, isDirty: z.boolean() }),
  of(is('unguard'), { guard: number }),
  /** `call`: of the question that it answers; `null` where it is told unasked. */
  of(is('dirty'), { call: z.nullable(number), guards: z.array(z.tuple([number, z.boolean()])).check(z.maxLength(100)) }),
  of(is('saved'), { call: number, ok: z.boolean() }),
  of(is('size'), { height: number.check(z.maximum(200_000)) }),
  /** A link that was followed: its address as it stands in the module, which is the shell's to resolve. */
  of(is('link'), { href: path, newTab: z.boolean() }),
  /** The person did something; `pressed`: in a way that closes an open menu. */
  of(is('active'), { pressed: z.boolean() }),
  /** A key that is the shell's own. */
  of(is('key'), { key: z.enum(['Escape', 'search']) }),
  /** Tab leads nowhere in the module; `leave`: and then Escape was pressed. */
  of(is('trapped'), { leave: z.boolean() }),
  of(is('pong'), { call: number }),
])

/** What a frame tells the shell, or asks of it. */
export type FrameRequest = z.infer<typeof Message>

/** What a frame sent, or `null` where it is none of the platform's messages: a hostile frame may send anything. */
export function readFrameMessage(data: unknown): FrameRequest | null {
  const read = Message.safeParse(data)
  return read.success ? read.data : null
}
