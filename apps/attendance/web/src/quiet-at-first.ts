import { onMounted, ref } from 'vue'

/**
 * For a status that stands on the page from its beginning: `aria-live` that is off until it has been drawn, so that a screen
 * reader hears of its changes and not of what it says at first. That is read with the page.
 */
export function useQuietAtFirst() {
  const live = ref<'off' | 'polite'>('off')
  onMounted(() => requestAnimationFrame(() => (live.value = 'polite')))
  return live
}
