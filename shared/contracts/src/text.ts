import { z } from 'zod'

/** BCP 47 tag of a user-interface language, such as `fi`, `sv`, `en` or `se`. */
export const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

/**
 * A text in every language that it has.
 *
 * Finnish and Swedish are always there (Language Act 423/2003); any other language may be, so nothing assumes three.
 */
export const Text = z.object({ fi: z.string().min(1), sv: z.string().min(1) }).catchall(z.string().min(1))
export type Text = z.infer<typeof Text>
