import { SourceMap } from 'node:module'
import type { SourceMapPayload } from 'node:module'
import { relative } from 'node:path'
import type { ViteDevServer } from 'vite'

const FRAME = /(?:https?:\/\/[^/\s]+)?(\/@module\/[^/]+\/)([^\s:?)]*)(?:\?[^\s:)]*)?:(\d+):(\d+)/g

/** A stack of the browser's with the module's own files and lines in the place of what was made of them. Frames of libraries go. */
export function placeInSources(server: ViteDevServer, folder: string, stack: string): string {
  const modules = server.environments.client.moduleGraph
  const lines = stack.split('\n').map((line) =>
    line.replaceAll(FRAME, (_, _base: string, path: string, at: string, column: string) => {
      const module = modules.urlToModuleMap.get(`/${path}`)
      const map = module?.transformResult?.map
      const file = module?.file ? relative(folder, module.file) : path
      if (!map || !('mappings' in map) || map.mappings === '') return `${file}:${at}:${column}`
      const entry = new SourceMap(map as unknown as SourceMapPayload).findEntry(Number(at) - 1, Number(column) - 1)
      return 'originalLine' in entry ? `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : `${file}:${at}:${column}`
    }),
  )
  return lines.filter((line, index) => index === 0 || !/node_modules|@digione\/|\/assets\/|\/@/.test(line)).join('\n')
}
