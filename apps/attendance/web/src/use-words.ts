import { formatTime } from '@digione/ui/format-time'
import { useHost, useLive } from '@digione/sdk/vue'
import type { Lesson } from '../../api/src/wire.ts'

const SUBJECTS = [
  'AI',
  'A1',
  'A2',
  'B1',
  'MA',
  'YL',
  'BI',
  'GE',
  'FY',
  'KE',
  'TE',
  'HI',
  'YH',
  'KT',
  'MU',
  'KU',
  'KS',
  'LI',
  'KO',
  'OP',
  'ET',
  'FI',
  'PS',
] as const
type Subject = (typeof SUBJECTS)[number]
const isSubject = (code: string | null): code is Subject => SUBJECTS.some((subject) => subject === code)

/** How lessons, days and moments read in the person's language. */
export function useWords() {
  const host = useHost()
  const locale = useLive(host.locale)
  const write = (start: string, end: string | undefined, format: 'time' | 'date' | 'long-date' | 'day') =>
    formatTime(start, end, { locale: locale.value, format })
  const upper = (text: string) => text.slice(0, 1).toLocaleUpperCase(locale.value) + text.slice(1)

  return {
    /** `Matematiikka`; the group's own name where it has no subject. */
    subject: (lesson: Lesson) => (isSubject(lesson.subject) ? host.t(`subject.${lesson.subject}`) : lesson.groupName || host.t('lesson.gone')),
    /** `4B`: a teaching group carries its subject's code in its name, which the subject says already. */
    group: ({ groupName, subject }: Lesson) => (subject !== null && groupName.endsWith(` ${subject}`) ? groupName.slice(0, -subject.length - 1) : groupName),
    /** `tila 214`; a room that has a name of its own, such as `Liikuntasali`, goes by it. */
    room: (room: string) => (/\d/.test(room) ? host.t('room', { room }) : room),
    hours: ({ start, end }: Lesson) => write(start, end, 'time'),
    time: (moment: string) => write(moment, undefined, 'time'),
    /** `ma 23.11.` */
    date: (date: string) => write(date, undefined, 'date'),
    /** `Tänään`, `Eilen`, else `Maanantai 23. marraskuuta` */
    day: (date: string) => upper(write(date, undefined, 'day')),
    /** `Maanantai 23. marraskuuta` */
    longDate: (date: string) => upper(write(date, undefined, 'long-date')),
  }
}
