/**
 * The origin of a module's frames: a host of its own below the modules' host, which is another site than the shell's.
 *
 * @param modules Origin of the modules' host. @param module A dot in its name becomes `--`, so that one wildcard certificate covers it.
 */
export const frameOrigin = (modules: string, module: string): string => modules.replace('://', `://${module.replace('.', '--')}.`)

/** The path of a release's frame on its module's host. @param id `timetable@3f2a91c07b5d` */
export const framePath = (id: string) => `/frame/${id.replace('@', '/')}`
