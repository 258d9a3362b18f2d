import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Covered } from './coverage.ts'
import { renderDocument } from './document.ts'
import { importMap, scriptJson } from './import-map.ts'
import type { ShellBuild } from './shell-build.ts'

const sri = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`
const file = (text: string) => ({ contents: Buffer.from(text), brotli: null, integrity: sri(text) })
const build: ShellBuild = {
  id: 'abc',
  entry: '/assets/main-a.js',
  scripts: ['/assets/main-a.js', '/assets/chunk-b.js'],
  styles: ['/assets/main-c.css'],
  messagesOf: (locale) => (locale === 'sv' ? '/assets/sv-d.js' : null),
  boot: 'boot()',
  files: new Map(['main-a.js', 'chunk-b.js', 'main-c.css', 'sv-d.js'].map((name) => [`/assets/${name}`, file(name)])),
}
const text = (fi: string) => ({ fi, sv: fi })
const attendance: Covered = {
  start: {
    id: 'attendance@0123456789ab',
    module: 'attendance',
    version: '1.0.0',
    manifest: {
      isolation: 'page',
      id: 'attendance',
      version: '1.0.0',
      hostApi: '1.0',
      name: text('Poissaolot'),
      description: text('</script><b>'),
      icon: 'check',
      vendor: { name: 'v', contact: 'v@example.org' },
      roles: ['teacher'],
      nav: [{ path: '/', label: text('Poissaolot & <muut>'), icon: 'check', group: 'teaching', order: 1 }],
      entry: 'web/src/main.ts',
      paths: {},
      slots: {},
      apis: {},
      scopes: [],
      intents: {},
      hears: [],
      publishes: [],
      settings: {},
    },
    entry: {
      container: '/releases/attendance/0123456789ab/remoteEntry.js',
      exposed: './app',
      scripts: ['/releases/attendance/0123456789ab/app.js'],
      styles: ['/releases/attendance/0123456789ab/app.css'],
    },
    seal: { sequence: 1, vendorKey: 'x'.repeat(43), others: 'x'.repeat(43), signature: 'x..x' },
  },
  files: ['remoteEntry.js', 'app.js', 'lazy.js', 'app.css', 'font.woff2'].map((path) => ({ path, integrity: sri(path), bytes: 1 })),
}
const render = (changes: Partial<Parameters<typeof renderDocument>[0]> = {}) =>
  renderDocument({
    build,
    origins: { shell: 'http://digione.localhost:4400', session: 'http://session.digione.localhost:4400', modules: 'http://digione-modules.localhost:4400' },
    hint: { at: [{ municipality: 'espoo', role: 'teacher', level: null }], locale: 'sv', theme: 'dark' },
    tenants: {
      espoo: {
        slug: 'espoo',
        kind: 'municipality',
        name: text('Espoo'),
        languages: ['fi', 'sv'],
        brand: '#004f9f',
        contact: { email: 'a@example.org', phone: null },
      },
    },
    covered: [attendance],
    also: [],
    atOnce: [attendance],
    isDesktop: false,
    keys: [{ kid: 'k', x: 'x', y: 'y' }],
    greeted: [],
    ...changes,
  })

test('the origins that the page is going to ask are connected to before anything is fetched', () => {
  const { html } = render({ greeted: ['https://attendance.example'] })
  const link = '<link rel="preconnect" href="https://attendance.example" crossorigin>'
  expect(html).toContain(link)
  expect(html.indexOf(link)).toBeLessThan(html.indexOf('type="importmap"'))
  expect(render().html).not.toContain('preconnect')
})

describe('the import map', () => {
  const { integrity } = JSON.parse(importMap(build, [{ id: attendance.start.id, files: attendance.files }])) as { integrity: Record<string, string> }
  test('gives every script and stylesheet of the shell and of each covered release its integrity', () => {
    expect(integrity['/assets/main-a.js']).toBe(sri('main-a.js'))
    expect(integrity['/releases/attendance/0123456789ab/lazy.js']).toBe(sri('lazy.js'))
  })
  test('names nothing that runs nothing', () => expect(Object.keys(integrity).filter((path) => path.endsWith('woff2'))).toEqual([]))
})

test('JSON in a script element cannot close it', () => {
  const json = scriptJson({ a: '</script><!--\u2028' })
  expect(json).not.toMatch(/<|\u2028/)
  expect(JSON.parse(json)).toEqual({ a: '</script><!--\u2028' })
})

describe('the HTML answer', () => {
  const { html, headers } = render()

  test('allows exactly the inline scripts that stand in it', () => {
    const inline = [...html.matchAll(/<script(?![^>]*application\/json)(?![^>]*src=)[^>]*>([\s\S]*?)<\/script>/g)].map(
      ([, code]) =>
        `'sha256-${createHash('sha256')
          .update(code ?? '')
          .digest('base64')}'`,
    )
    const allowed = headers['content-security-policy']?.match(/'sha256-[^']+'/g)
    expect(inline).toHaveLength(2)
    expect(allowed?.toSorted()).toEqual(inline.toSorted())
  })

  test('has no policy that lets anything inline, evaluated or foreign run', () => {
    const csp = headers['content-security-policy'] ?? ''
    expect(csp).not.toMatch(/unsafe|frame-src[^;]*'self'/)
    // The vault's frame, and those of modules on their own site.
    expect(csp).toContain('frame-src http://session.digione.localhost:4400/frame http://*.digione-modules.localhost:4400/frame/;')
    expect(csp.match(/\*/g)).toHaveLength(1)
    expect(csp).toContain("require-trusted-types-for 'script'")
    expect(headers['integrity-policy']).toBe('blocked-destinations=(script)')
    expect(headers['cross-origin-opener-policy']).toBe('noopener-allow-popups')
  })

  test('has no inline style and no script without integrity', () => {
    expect(html).not.toMatch(/ style=|<style/)
    for (const [tag] of html.matchAll(/<(?:script[^>]*src|link rel="(?:modulepreload|stylesheet)")[^>]*>/g))
      expect(tag).toMatch(/integrity="sha384-[A-Za-z0-9+/]{64}"/)
  })

  test('preloads the shell’s chunks, the language, and what the module needs at once, and nothing lazy', () => {
    const preloaded = [...html.matchAll(/modulepreload" href="([^"]+)"/g)].map(([, href]) => href)
    expect(preloaded).toEqual([
      '/assets/chunk-b.js',
      '/assets/sv-d.js',
      '/releases/attendance/0123456789ab/remoteEntry.js',
      '/releases/attendance/0123456789ab/app.js',
    ])
  })

  test('covers releases that a developer asked for, and fetches and draws nothing of them ahead', () => {
    const other: Covered = { ...attendance, start: { ...attendance.start, id: 'attendance@ba9876543210', version: '2.0.0' } }
    const asked = render({ also: [other] }).html
    expect(asked).toContain('"/releases/attendance/ba9876543210/lazy.js":"sha384-')
    expect(asked).toContain('"attendance@ba9876543210":{"id"')
    const linked = (text: string) => [...text.matchAll(/<link [^>]*href="[^"]*attendance[^"]*"/g)].length
    expect([linked(html), linked(asked)]).toEqual([3, 3])
    expect(asked.match(/class="nav-link"/g)).toEqual(html.match(/class="nav-link"/g))
  })

  test('carries what a vendor wrote as text, never as markup', () => {
    expect(html).not.toContain('</script><b>')
    expect(html).not.toContain('<muut>')
    expect(html).toContain('&#38; &#60;muut&#62;')
  })

  test('is the real start in the hinted language and theme, with a start that says so', () => {
    expect(html).toMatch(/<html lang="sv" data-theme="dark">/)
    const start = JSON.parse(/id="digione-start">([^<]+)</.exec(html)?.[1] ?? '') as { hint: { locale: string }; releases: object }
    expect([start.hint.locale, Object.keys(start.releases)]).toEqual(['sv', ['attendance@0123456789ab']])
  })

  test('names no person: the hint has none', () =>
    expect(render({ hint: { at: [], locale: 'fi', theme: 'system' }, covered: [], atOnce: [] }).html).not.toContain('attendance'))
})
