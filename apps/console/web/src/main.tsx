import { reactApp } from '@digione/sdk/react'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import './console.css'
import { Page } from './page.tsx'
import { SummaryCard } from './summary-card.tsx'

export default reactApp({ messages: { fi, sv, en }, page: Page, cards: { 'desktop.card.v1': SummaryCard } })
