import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { PROPS } from './props'

const WORDS = {
  fi: { tasks: 'Tehtävälista', task: 'Tehtävä', done: 'Tehty', note: 'Muistiinpano', save: 'Tallenna', saved: 'Tallennettu' },
  sv: { tasks: 'Uppgiftslista', task: 'Uppgift', done: 'Gjort', note: 'Anteckning', save: 'Spara', saved: 'Sparat' },
  en: { tasks: 'List of tasks', task: 'Task', done: 'Done', note: 'Note', save: 'Save', saved: 'Saved' },
}
const isKnown = (locale: string): locale is keyof typeof WORDS => locale in WORDS

/** In the language that the root says. */
@Injectable({ providedIn: 'root' })
export class Words {
  readonly #locale = signal('fi')
  readonly of = computed(() => {
    const locale = this.#locale()
    return WORDS[isKnown(locale) ? locale : 'fi']
  })

  constructor() {
    const { locale } = inject(PROPS).host
    this.#locale.set(locale.value)
    inject(DestroyRef).onDestroy(locale.subscribe((now) => this.#locale.set(now)))
  }
}
