// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { testHost } from '../testing/index.ts'
import { fromLifecycles } from './from-lifecycles.ts'
import type { LifecycleProps } from './lifecycles.ts'
import type { Parcel, ParcelConfig } from './parcels.ts'

/** An application that stands, and a parcel that says what happened to it. */
async function application() {
  const told: string[] = []
  let props: LifecycleProps | null = null
  const { host, reports } = testHost()
  const app = fromLifecycles({
    async mount(given) {
      props = given
    },
    async unmount() {
      told.push('application unmount')
    },
  })
  const end = await app.mount(document.body, host)
  if (!props) throw new Error('It was not mounted.')
  const { mountParcel } = props as LifecycleProps
  const tell = (what: string) => async (given: LifecycleProps) => {
    told.push(`${what} ${String(Reflect.get(given, 'count'))}`)
  }
  const config: ParcelConfig = { name: 'counter', bootstrap: tell('bootstrap'), mount: tell('mount'), update: tell('update'), unmount: tell('unmount') }
  return { told, reports, config, mountParcel, end: () => end?.() }
}

const element = () => document.createElement('div')

test('a parcel is loaded, mounted and updated, and goes before its application', async () => {
  const { told, config, mountParcel, end } = await application()
  const parcel: Parcel = mountParcel(async () => config, { domElement: element(), count: 1 })
  expect(parcel.getStatus()).toBe('LOADING_SOURCE_CODE')
  await parcel.mountPromise
  expect(parcel.getStatus()).toBe('MOUNTED')
  await parcel.update?.({ count: 2 })
  end()
  await parcel.unmountPromise
  await vi.waitFor(() => expect(told).toEqual(['bootstrap 1', 'mount 1', 'update 2', 'unmount 2', 'application unmount']))
})

test('one that was unmounted can be mounted again, and one without update has none', async () => {
  const { told, config, mountParcel } = await application()
  const { update: _, ...still } = config
  const parcel = mountParcel(still, { domElement: element(), count: 1 })
  await parcel.mountPromise
  expect(parcel.update).toBeUndefined()
  await parcel.unmount()
  expect(parcel.getStatus()).toBe('NOT_MOUNTED')
  await parcel.mount()
  expect(told).toEqual(['bootstrap 1', 'mount 1', 'unmount 1', 'mount 1'])
})

test('a parcel within a parcel goes before it', async () => {
  const { told, config, mountParcel, end } = await application()
  const outer = mountParcel(
    {
      async mount({ mountParcel: mountInner }) {
        await mountInner(config, { domElement: element(), count: 'inner' }).mountPromise
      },
      async unmount() {
        told.push('outer unmount')
      },
    },
    { domElement: element() },
  )
  await outer.mountPromise
  end()
  await vi.waitFor(() => expect(told).toEqual(['bootstrap inner', 'mount inner', 'unmount inner', 'outer unmount', 'application unmount']))
})

test('one that never loads holds nobody up, and one that fails is broken and reported', async () => {
  const { told, reports, mountParcel, end } = await application()
  const never = mountParcel(() => new Promise(() => {}), { domElement: element() })
  const broken = mountParcel({ mount: () => Promise.reject(new Error('no')), unmount: async () => {} }, { domElement: element() })
  await expect(broken.mountPromise).rejects.toThrow('no')
  expect(broken.getStatus()).toBe('SKIP_BECAUSE_BROKEN')
  expect(reports).toEqual([expect.objectContaining({ message: 'no' })])
  end()
  await vi.waitFor(() => expect(told).toEqual(['application unmount']))
  expect(never.getStatus()).toBe('LOADING_SOURCE_CODE')
})

test('a parcel needs an element to be in', async () => {
  const { config, mountParcel } = await application()
  expect(() => mountParcel(config, { domElement: undefined as unknown as HTMLElement })).toThrow('domElement')
})
