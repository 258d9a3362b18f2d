import singleSpaVue from 'single-spa-vue'
import { createApp, h } from 'vue'
import Notes from './Notes.vue'

export const { bootstrap, mount, unmount } = singleSpaVue({
  createApp,
  appOptions: {
    render() {
      return h(Notes, { base: this.base })
    },
  },
})
