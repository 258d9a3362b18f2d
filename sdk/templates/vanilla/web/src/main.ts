import { defineApp } from '@digione/sdk'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import { showCard } from './card.ts'
import { showPage } from './page.ts'
import './main.css'

export default defineApp({
  messages: { fi, sv, en },
  mount: showPage,
  slots: { 'desktop.card.v1': (el, host, { pageHref }) => showCard(el, host, pageHref) },
})
