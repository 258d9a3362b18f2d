import { LOGIN_OF_SIZE, MUNICIPALITY } from './serve/platform-people.ts'
import type { StaticVariant } from './build-fixtures.ts'

export interface Variant {
  readonly id: string
  readonly title: string
  readonly origin: string
  /** The page that is opened by its address, and the one that is gone to. */
  readonly pages: readonly [PageOf, PageOf]
  /** Whom to log in as; `null` where nobody has to. */
  readonly login: string | null
}

export interface PageOf {
  readonly path: string
  /** Selectors: the link in the navigation, what stands first, and the first row of data. */
  readonly link: string
  readonly first: string
  readonly row: string
}

const TITLES: Readonly<Record<StaticVariant, string>> = {
  monolith: '(a) Vite + React monolith, lazy routes',
  'single-spa': '(b) single-spa, native import map',
  qiankun: '(c) qiankun',
  federation: '(e) single-spa + federation plugin, defaults',
}

const page = (module: string, path: string, nav: string): PageOf => ({
  path,
  link: `a[data-nav="${nav}"]`,
  first: `[data-page="${module}"] h1`,
  row: `[data-page="${module}"] [data-row]`,
})

export type Size = keyof typeof LOGIN_OF_SIZE

export const hostOf = (variant: StaticVariant, size: Size) => `${variant}-${size}.bench.localhost`

export const staticVariant = (variant: StaticVariant, size: Size, port: number): Variant => ({
  id: variant,
  title: TITLES[variant],
  origin: `https://${hostOf(variant, size)}:${port}`,
  pages: [page('m001', '/m001', 'm001'), page('m002', '/m002', 'm002')],
  login: null,
})

/** The platform showing the same page as the others, through its SDK, with a person's token. */
export const platformVariant = (size: Size, port: number): Variant => ({
  id: 'platform',
  title: '(f) this platform, the same page',
  origin: `https://digione.localhost:${port}`,
  pages: [page('m001', `/${MUNICIPALITY}/bench-m001`, 'bench-m001'), page('m002', `/${MUNICIPALITY}/bench-m002`, 'bench-m002')],
  login: LOGIN_OF_SIZE[size],
})

/** The platform showing its own timetable, a larger page with a larger answer and a backend in a process of its own. */
export const timetableVariant = (port: number): Variant => ({
  id: 'timetable',
  title: '(f′) this platform, its own timetable',
  origin: `https://digione.localhost:${port}`,
  pages: [
    { path: `/${MUNICIPALITY}/timetable`, link: 'a[data-nav="timetable"]', first: '.tt-head h1', row: '.tt-block, .tt-item' },
    { path: `/${MUNICIPALITY}/attendance`, link: 'a[data-nav="attendance"]', first: '[data-module="attendance"] h1', row: '[data-lesson]' },
  ],
  login: LOGIN_OF_SIZE[20],
})
