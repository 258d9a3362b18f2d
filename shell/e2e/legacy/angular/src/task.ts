import { Component, inject, input, signal } from '@angular/core'
import { FormControl, FormsModule, ReactiveFormsModule, Validators } from '@angular/forms'
import { RouterLink } from '@angular/router'
import { Words } from './words'

@Component({
  selector: 'acme-task',
  imports: [FormsModule, ReactiveFormsModule, RouterLink],
  template: `
    <h1>{{ words.of().task }} {{ id() }}</h1>
    <form (ngSubmit)="save()">
      <label [attr.data-done]="isDone"><input type="checkbox" name="done" [(ngModel)]="isDone" /> {{ words.of().done }}</label>
      <label>{{ words.of().note }} <input [formControl]="note" /></label>
      <button [disabled]="note.invalid">{{ words.of().save }}</button>
      @if (saved(); as text) {
        <output>{{ words.of().saved }}: {{ text }}</output>
      }
    </form>
    <p>
      <a routerLink="/">{{ words.of().tasks }}</a>
    </p>
  `,
})
export class Task {
  readonly words = inject(Words)
  /** Of the route. */
  readonly id = input.required<string>()
  isDone = false
  readonly note = new FormControl('', { nonNullable: true, validators: Validators.required })
  readonly saved = signal('')

  save() {
    this.saved.set(this.note.value)
  }
}
