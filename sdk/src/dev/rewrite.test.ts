import { expect, test } from 'vitest'
import { developmentHeaders, developmentPage, frameWithoutRelease } from './rewrite.ts'

const NEEDS = { socket: 'ws://digione.localhost:5100', nonce: 'n1' }
const POLICY = "default-src 'none'; script-src 'self' 'sha256-a'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

const policyOf = (policy: string) => developmentHeaders({ 'content-security-policy': policy }, NEEDS)['content-security-policy']

test('the policy of a page holds in development, with the styles of its own nonce and the socket besides', () => {
  expect(policyOf(POLICY)).toBe(
    "default-src 'none'; script-src 'self' 'sha256-a'; style-src 'self' 'nonce-n1'; connect-src 'self' ws://digione.localhost:5100; require-trusted-types-for 'script'",
  )
})

test('a directive of a similar name is left alone, and one that is not there is not added', () => {
  expect(policyOf("style-src-attr 'none'; font-src 'self'")).toBe("style-src-attr 'none'; font-src 'self'")
})

test('scripts may do without integrity, nothing is kept by the browser, and other headers stay', () => {
  const headers = developmentHeaders(
    { 'integrity-policy': 'blocked-destinations=(script)', etag: 'W/"1"', 'content-length': '9', 'cache-control': 'private', 'set-cookie': ['a=1', 'b=2'] },
    NEEDS,
  )
  expect(headers).toEqual({ 'cache-control': 'no-store', 'set-cookie': ['a=1', 'b=2'] })
})

test('the first script of a page stands before the shell’s own and behind the import map', () => {
  const html = developmentPage(
    '<head><script type="importmap">{}</script>\n<script type="module" src="/assets/main.js"></script>',
    '/@module/homework/first.js',
    'n1',
  )
  expect(html.match(/<(?:script|meta)[^>]*>/g)).toEqual([
    '<script type="importmap">',
    '<meta property="csp-nonce" nonce="n1">',
    '<script type="module" src="/@module/homework/first.js">',
    '<script type="module" src="/assets/main.js">',
  ])
})

const FRAME =
  "default-src 'none'; script-src http://a/assets/ 'sha256-a'; style-src http://a/assets/; img-src http://a/b/ data:; connect-src 'none'; frame-src 'none'"

test('a frame reaches the socket and shows the module’s files besides, and nothing else more than on the platform', () => {
  const headers = developmentHeaders(
    { 'content-security-policy': FRAME, 'connection-allowlist': '(response-origin)' },
    { socket: 'ws://a', nonce: 'n1', code: 'http://a/@module/' },
  )
  expect(headers).toEqual({
    'content-security-policy':
      "default-src 'none'; script-src http://a/assets/ 'sha256-a' http://a/@module/; style-src http://a/assets/ 'nonce-n1'; img-src http://a/b/ data: http://a/@module/; connect-src ws://a; frame-src 'none'",
    'cache-control': 'no-store',
  })
})

test('a frame’s document brings the platform’s files, and none of the release that is on', () => {
  const html = frameWithoutRelease(
    '<html data-shared="react zustand"><link rel="modulepreload" href="/assets/a.js" crossorigin><link rel="stylesheet" href="/releases/a/b/a.css" integrity="x" crossorigin>',
  )
  expect(html).toBe('<html data-shared=""><link rel="modulepreload" href="/assets/a.js" crossorigin>')
})
