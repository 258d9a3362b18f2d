import type { Frame, Page } from '@playwright/test'
import { vaultOf } from './vault.ts'

/** Everything that is written in one document, seen or not: texts, attributes and what fields hold, through every shadow root. */
function writtenIn(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const said = [document.title]
    const read = (node: Node) => {
      if (node instanceof Element) {
        for (const { value } of node.attributes) said.push(value)
        if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) said.push(node.value)
        if (node.shadowRoot) read(node.shadowRoot)
      } else if (node instanceof Text && node.parentElement?.localName !== 'script') said.push(node.data)
      node.childNodes.forEach(read)
    }
    read(document)
    return said.filter((one) => one.trim() !== '').join('\n')
  })
}

/** Everything that is written in a tab, in any of its documents. */
export async function written(page: Page): Promise<string> {
  // A frame that goes while it is read holds nothing any more.
  return (await Promise.all(page.frames().map((frame) => writtenIn(frame).catch(() => '')))).join('\n')
}

/** Everything that one origin keeps in a tab: both storages, cookies that scripts read, every row of every database, its service workers' caches. */
function storedIn(frame: Frame): Promise<string> {
  return frame.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((tell, fail) => {
        request.addEventListener('success', () => tell(request.result))
        request.addEventListener('error', () => fail(request.error ?? new Error('The database does not answer.')))
      })
    /** A key of the browser's own shows its public half only. */
    const plain = async (value: unknown): Promise<unknown> => {
      if (value instanceof CryptoKey) return value.type === 'public' ? crypto.subtle.exportKey('jwk', value) : value.type
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, part]) => [name, await plain(part)] as const)))
    }
    const rows: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue
      const database = await settled(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store)
        const [keys, values] = await Promise.all([settled(all.getAllKeys()), settled(all.getAll())])
        rows.push([name, store, keys, await Promise.all(values.map(plain))])
      }
      database.close()
    }
    const caches = 'caches' in globalThis ? await globalThis.caches.keys() : []
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, rows, caches])
  })
}

/** What a tab keeps on the shell's origin and in the vault. */
export const stored = async (page: Page): Promise<{ shell: string; vault: string }> => ({
  shell: await storedIn(page.mainFrame()),
  vault: await storedIn(await vaultOf(page)),
})
