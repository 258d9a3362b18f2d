import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Keepsakes = z.object({
  /** Secrets that this stack's parts share, by name; made when first asked for. */
  secrets: z.record(z.string(), z.string()).default({}),
  /** What was published last, by module: the hash of the build. */
  published: z.record(z.string(), z.string()).default({}),
})

/** What the launcher remembers between starts, in `launcher.json` of the data folder. */
export class LauncherMemory {
  readonly #file: string
  readonly #kept: z.infer<typeof Keepsakes>

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = join(folder, 'launcher.json')
    this.#kept = Keepsakes.parse(existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {})
  }

  secret(name: string): string {
    const known = this.#kept.secrets[name]
    if (known) return known
    const secret = randomBytes(32).toString('base64url')
    this.#kept.secrets[name] = secret
    this.#write()
    return secret
  }

  publishedBuild(module: string): string | undefined {
    return this.#kept.published[module]
  }

  rememberPublished(module: string, build: string): void {
    this.#kept.published[module] = build
    this.#write()
  }

  forgetPublished(): void {
    this.#kept.published = {}
    this.#write()
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept, null, 2), { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
  }
}
