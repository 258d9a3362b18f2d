import type { Bells, TeachingGroup } from './lessons.ts'

/** What the timetable reads of one school's roster. */
export interface SchoolView {
  bells(): Promise<ReadonlyMap<string, Bells>>
  /** Teaching groups: those that meet at fixed times. */
  teachingGroups(): Promise<readonly TeachingGroup[]>
  /** Home groups, such as 4B, by name. */
  homeGroups(): Promise<readonly { id: string; name: string }[]>
  /** Teaching groups that pupils of a home group attend. */
  groupsOfHome(homeGroup: string): Promise<ReadonlySet<string>>
  /** Names of a group's teachers. */
  teachers(group: string): Promise<readonly string[]>
}
export type OpenSchool = (school: string) => SchoolView
