import { useLater } from '../failure/use-later.ts'
import { useShell } from '../state/store.ts'

/** With the tools, for it is they who chose. */
const loadBanner = async () => (await import('./DevTools.tsx')).OverrideBanner

/** Says which modules are not those that are on, where somebody chose so for this tab. */
export function Overridden() {
  const overrides = useShell((state) => state.me?.overrides)
  const banner = useLater(overrides?.length ? loadBanner : undefined)
  if (!overrides?.length) return null
  const Banner = banner === 'failed' ? null : banner
  return (
    <div role="status" className="overridden">
      {Banner && overrides.map((one) => <Banner key={one.release} {...one} />)}
    </div>
  )
}
