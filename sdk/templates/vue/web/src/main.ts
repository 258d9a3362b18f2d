import { vueApp } from '@digione/sdk/vue'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import HomeworkCard from './HomeworkCard.vue'
import HomeworkPage from './HomeworkPage.vue'
import './main.css'

export default vueApp({ messages: { fi, sv, en }, page: HomeworkPage, cards: { 'desktop.card.v1': HomeworkCard } })
