import { svelteApp } from '@digione/sdk/svelte'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import HomeworkCard from './HomeworkCard.svelte'
import HomeworkPage from './HomeworkPage.svelte'
import './main.css'

export default svelteApp({ messages: { fi, sv, en }, page: HomeworkPage, cards: { 'desktop.card.v1': HomeworkCard } })
