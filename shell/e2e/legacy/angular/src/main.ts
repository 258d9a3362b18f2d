// An application of Angular's with zone.js and styles of its components, as its authors wrote it for their own root.
import 'zone.js'
import { provideHttpClient, withXhr } from '@angular/common/http'
import { Component, provideZoneChangeDetection } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { lifecyclesOf } from './lifecycles'

@Component({
  selector: 'acme-root',
  imports: [RouterOutlet],
  template: '<div class="acme-tasks"><router-outlet /></div>',
  styles: '.acme-tasks { letter-spacing: 1px }',
})
class Root {}

export const { bootstrap, mount, unmount } = lifecyclesOf(Root, [provideZoneChangeDetection(), provideHttpClient(withXhr())])
