import { vueApp } from '@digione/sdk/vue'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import './attendance.css'
import Card from './card/Card.vue'
import Page from './Page.vue'

export default vueApp({ messages: { fi, sv, en }, page: Page, cards: { 'desktop.card.v1': Card } })
