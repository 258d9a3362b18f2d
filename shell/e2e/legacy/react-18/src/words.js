import { useSyncExternalStore } from 'react'

const WORDS = {
  fi: { tasks: 'Tehtävälista', task: 'Tehtävä', done: 'Tehty' },
  sv: { tasks: 'Uppgiftslista', task: 'Uppgift', done: 'Gjort' },
  en: { tasks: 'List of tasks', task: 'Task', done: 'Done' },
}

function subscribe(changed) {
  const watch = new MutationObserver(changed)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] })
  return () => watch.disconnect()
}

/** In the language of the document. */
export const useWords = () => WORDS[useSyncExternalStore(subscribe, () => document.documentElement.lang)] ?? WORDS.fi
