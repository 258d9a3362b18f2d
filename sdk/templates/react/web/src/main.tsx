import { reactApp } from '@digione/sdk/react'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import { Card } from './Card.tsx'
import { Page } from './Page.tsx'
import './main.css'

export default reactApp({ messages: { fi, sv, en }, page: Page, cards: { 'desktop.card.v1': Card } })
