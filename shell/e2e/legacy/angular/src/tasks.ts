import { HttpClient } from '@angular/common/http'
import { Component, inject, signal, VERSION } from '@angular/core'
import { RouterLink } from '@angular/router'
import { PROPS } from './props'
import { Words } from './words'

@Component({
  selector: 'acme-tasks',
  imports: [RouterLink],
  template: `
    <h1>{{ words.of().tasks }}</h1>
    <p [attr.data-angular]="version">Angular {{ version }}, {{ context }}</p>
    <ul>
      @for (id of ids; track id) {
        <li>
          <a [routerLink]="['/tasks', id]">{{ words.of().task }} {{ id }}</a>
        </li>
      }
    </ul>
    @if (items(); as text) {
      <p data-items>{{ text }}</p>
    }
  `,
})
export class Tasks {
  readonly words = inject(Words)
  readonly version = VERSION.full
  readonly context = inject(PROPS).host.context.municipality
  readonly ids = ['7', '8', '9']
  readonly items = signal('')

  constructor() {
    const { api } = inject(PROPS)
    if (api)
      inject(HttpClient)
        .get(`${api}/items`, { responseType: 'text' })
        .subscribe({ next: (text) => this.items.set(text), error: ({ message }: Error) => this.items.set(message) })
  }
}
