import { reactApp } from '@digione/sdk/react'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import { Page } from './page.tsx'
import { TodayCard } from './today-card.tsx'
import './timetable.css'

export default reactApp({ messages: { fi, sv, en }, page: Page, cards: { 'desktop.card.v1': TodayCard } })
