import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useState } from 'react'
import { savePlan, sendChange } from './changes-api.ts'
import { decisionOf, EMPTY } from './plan.ts'
import { acceptAsked } from './acceptance-api.ts'
import { AcceptanceNeeded, ApprovalNeeded, ChangedMeanwhile, fetchOverview, frameService, switchService } from './platform-api.ts'
import type { Overview, Service } from './platform-api.ts'
import { useLoaded } from './use-loaded.ts'

/** The municipality's services, read again when the person comes back to the page. */
export function useOverview() {
  const host = useHost()
  const read = useCallback((signal: AbortSignal) => fetchOverview(host, signal), [host])
  const { loaded, load } = useLoaded(read)
  return { overview: loaded, load }
}

/** Has a service run in a frame or not. Nothing is lost by it, so nothing is asked. */
export function useFraming(load: () => Promise<void>) {
  const host = useHost()
  const locale = useLive(host.locale)
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  return {
    isBusy,
    failed,
    run: async (overview: Overview, service: Service, framed: boolean) => {
      setBusy(true)
      setFailed(null)
      try {
        await frameService(host, { module: service.module, framed, version: overview.version })
        host.notify({ text: host.t(framed ? 'isolated' : 'notIsolated', { service: textIn(service.name, locale) }), tone: 'success' })
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile)) host.report(error)
        setFailed(host.t(error instanceof ChangedMeanwhile ? 'changedMeanwhile' : 'switchFailed'))
      }
      await load()
      setBusy(false)
    },
  }
}

/** Switches a service, asks before it takes something away, and offers to undo. */
export function useSwitch(load: () => Promise<void>) {
  const host = useHost()
  const locale = useLive(host.locale)
  const [busy, setBusy] = useState<string | null>(null)
  const [failed, setFailed] = useState<{ readonly place: string; readonly text: string } | null>(null)

  /** Where nobody decides alone, a switch is a change that waits for a second person. */
  async function askOther({ module, school, on }: { module: string; school: string | null; on: boolean }, accept: string | undefined) {
    let isSent = false
    try {
      if (accept !== undefined) await acceptAsked(host, module, accept)
      const decision = decisionOf(module, { ...EMPTY, effect: on ? 'on' : 'off', schools: school === null ? null : [school] })
      const sent = await sendChange(host, await savePlan(host, { decision, note: '' }, null))
      host.notify({ text: host.t('sentForApproval'), tone: 'success', action: { label: host.t('show'), run: () => host.go(`/changes/${sent.id}`) } })
      isSent = true
    } catch (error) {
      host.report(error)
      setFailed({ place: school ?? 'municipality', text: host.t(error instanceof ChangedMeanwhile ? 'acceptChanged' : 'switchFailed') })
    }
    await load()
    return isSent
  }

  return {
    /** The place being switched: a school's id, `municipality`, or none. */
    busy,
    /** The place whose switching failed last, and why. */
    failed,
    /** @param accept Accepts what the service asks for along with it: the digest of what was seen. @returns Whether it was done, or waits for a second person. */
    run: async (overview: Overview, service: Service, school: string | null, on: boolean, accept?: string): Promise<boolean> => {
      const askFirst = () => host.go(`/services/${service.module}/acceptance?place=${school ?? 'municipality'}`)
      if (on && service.acceptance === 'waiting' && accept === undefined) {
        askFirst()
        return false
      }
      const place =
        school === null
          ? textIn(host.context.municipalityName, locale)
          : textIn(overview.schools.find((s) => s.id === school)?.name ?? host.context.municipalityName, locale)
      const words = { service: textIn(service.name, locale), place }
      if (!on && !(await host.confirm({ title: host.t('offQuestion', words), text: host.t('offText', words), confirm: host.t('offConfirm'), tone: 'danger' })))
        return false
      setBusy(school ?? 'municipality')
      setFailed(null)
      const change = { module: service.module, school }
      try {
        const { version } = await switchService(host, { ...change, on, version: overview.version, ...(accept === undefined ? {} : { accept }) })
        await load()
        const undo = async () => {
          try {
            await switchService(host, { ...change, on: !on, version })
          } catch (error) {
            host.notify({ text: host.t(error instanceof ChangedMeanwhile ? 'changedMeanwhile' : 'switchFailed'), tone: 'warning' })
          }
          await load()
        }
        host.notify({ text: host.t(on ? 'switchedOn' : 'switchedOff', words), tone: 'success', action: { label: host.t('undo'), run: () => void undo() } })
        return true
      } catch (error) {
        if (error instanceof ApprovalNeeded) return await askOther({ ...change, on }, accept)
        if (error instanceof AcceptanceNeeded) {
          askFirst()
          return false
        }
        if (!(error instanceof ChangedMeanwhile)) host.report(error)
        await load()
        setFailed({ place: school ?? 'municipality', text: host.t(error instanceof ChangedMeanwhile ? 'changedMeanwhile' : 'switchFailed') })
        return false
      } finally {
        setBusy(null)
      }
    },
  }
}
