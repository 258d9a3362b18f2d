import { fromLifecycles } from '@digione/sdk/single-spa'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import * as card from './card-lifecycles.ts'
import * as page from './page-lifecycles.ts'
import './main.css'

export default fromLifecycles(page, { messages: { fi, sv, en }, cards: { 'desktop.card.v1': card } })
