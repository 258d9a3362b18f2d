import { z } from 'zod'
import { ModuleId } from './codes.ts'
import { Channel, ReleaseId } from './release.ts'
import { Text } from './text.ts'

/** The releases that a developer may have in place of those that are on: the answer of `GET /api/developer/releases`. */
export const DeveloperReleases = z.object({
  modules: z.array(
    z.object({
      module: ModuleId,
      name: Text,
      /** What is on for the person, in whichever context. */
      on: z.array(ReleaseId),
      /** The newest first. */
      releases: z.array(z.object({ id: ReleaseId, version: z.string(), channel: Channel, publishedAt: z.iso.datetime() })),
    }),
  ),
})
export type DeveloperReleases = z.infer<typeof DeveloperReleases>
