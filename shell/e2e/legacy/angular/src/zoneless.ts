// The same without zone.js, which is a change to the whole page, and with its styles in a file.
import { provideHttpClient } from '@angular/common/http'
import { Component, provideZonelessChangeDetection } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { lifecyclesOf } from './lifecycles'

@Component({
  selector: 'acme-root',
  imports: [RouterOutlet],
  template: '<div class="acme-tasks"><router-outlet /></div>',
})
class Root {}

export const { bootstrap, mount, unmount } = lifecyclesOf(Root, [provideZonelessChangeDetection(), provideHttpClient()])
