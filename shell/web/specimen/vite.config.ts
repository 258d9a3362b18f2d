import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Every state of the shell by address, without a server: `npx vite specimen` and `/?show=guardian&locale=sv&theme=dark`. Not part of any build. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  define: { __ZUSTAND__: '"0"', __I18NEXT__: '"0"', __REACT_I18NEXT__: '"0"' },
  server: { port: Number(process.env['PORT'] ?? 4440), strictPort: true },
})
