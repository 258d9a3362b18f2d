// @vitest-environment happy-dom
import { createElement, useId as useReactId } from 'react'
import { defineComponent, h, useId as useVueId } from 'vue'
import { describe, expect, test } from 'vitest'
import { reactApp } from './react/index.ts'
import { testHost } from './testing/index.ts'
import { vueApp } from './vue/index.ts'

const APPS = {
  react: reactApp({
    page: () => {
      const id = useReactId()
      return createElement('p', { id })
    },
  }),
  vue: vueApp({
    page: defineComponent(() => {
      const id = useVueId()
      return () => h('p', { id })
    }),
  }),
}

describe.each(Object.entries(APPS))('ids that %s makes', (_name, app) => {
  test('are there once, however many mounts of however many modules stand on one page', async () => {
    const ids: string[] = []
    for (const id of ['grades', 'grades', 'homework']) {
      const el = document.createElement('div')
      document.body.append(el)
      const { host } = testHost()
      await app.mount(el, { ...host, app: { ...host.app, id } })
      ids.push(el.querySelector('p')?.id ?? '')
    }
    expect(ids.every((id) => id !== '')).toBe(true)
    expect(new Set(ids).size).toBe(3)
    // Each module brings its own copy of the binding, which counts for itself.
    expect(ids[2]).toContain('homework')
  })
})
