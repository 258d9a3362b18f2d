/** The version of the host interface that this platform speaks. A module is refused where its major differs or its minor is greater. */
export const HOST_API = '1.0'

/** Whether a module written for host interface `wanted` runs on a platform that speaks `offered`. */
export function hostApiFits(wanted: string, offered: string = HOST_API): boolean {
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number)
  const [major, minor] = offered.split('.').map(Number)
  return wantedMajor === major && (wantedMinor ?? 0) <= (minor ?? 0)
}
