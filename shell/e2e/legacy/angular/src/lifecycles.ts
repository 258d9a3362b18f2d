import { APP_BASE_HREF } from '@angular/common'
import { createApplication } from '@angular/platform-browser'
import { provideRouter, withComponentInputBinding } from '@angular/router'
import type { ApplicationRef, EnvironmentProviders, Type } from '@angular/core'
import { PROPS } from './props'
import type { Props } from './props'
import { Task } from './task'
import { Tasks } from './tasks'

const ROUTES = [
  { path: '', component: Tasks },
  { path: 'tasks/:id', component: Task },
]

/** The lifecycles of single-spa, in the few lines that they take without its library. */
export function lifecyclesOf(root: Type<unknown>, providers: EnvironmentProviders[]) {
  const standing = new Map<HTMLElement, ApplicationRef>()
  return {
    async bootstrap() {},
    async mount(props: Props) {
      const application = await createApplication({
        providers: [
          ...providers,
          provideRouter(ROUTES, withComponentInputBinding()),
          { provide: APP_BASE_HREF, useValue: props.base },
          { provide: PROPS, useValue: props },
        ],
      })
      const element = document.createElement('acme-root')
      props.domElement.append(element)
      standing.set(props.domElement, application)
      application.bootstrap(root, element)
    },
    async unmount({ domElement }: Props) {
      standing.get(domElement)?.destroy()
      standing.delete(domElement)
    },
  }
}
