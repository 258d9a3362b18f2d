import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { outlet, pagePlacement, takeIntoView } from './page.ts'
import { PageSurface } from './Surface.tsx'
import './place.css'

/** The page of the module that the address names. What it is and when it goes is decided outside of React, by the address. */
export function ModulePage() {
  const here = useRef<HTMLDivElement>(null)
  const placement = useStore(pagePlacement, (state) => state.placement)
  useLayoutEffect(() => {
    takeIntoView(here.current)
    return () => outlet.remove()
  }, [])
  return (
    <div className="d1-place d1-place-page" ref={here}>
      <PageSurface placement={placement} />
    </div>
  )
}
