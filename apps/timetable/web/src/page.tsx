import { useHost, useLive } from '@digione/sdk/react'
import { LessonPage } from './lesson-page.tsx'
import { TimetablePage } from './timetable-page.tsx'

export function Page() {
  const host = useHost()
  const location = useLive(host.location)
  const lesson = location.pattern === '/lessons/:lesson' ? location.params['lesson'] : undefined
  return lesson ? <LessonPage key={lesson} id={lesson} /> : <TimetablePage />
}
