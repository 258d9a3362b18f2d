import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'

interface Props {
  readonly title: string
  readonly children: ReactNode
  /** Escape, and the cross where there is one. The dialog goes when its owner takes it out of the tree. */
  readonly onCancel: () => void
  readonly as?: 'dialog' | 'panel' | 'question'
  readonly className?: string
}

/** A native modal dialog of the shell: it keeps the focus inside and gives it back. */
export function Dialog({ title, children, onCancel, as = 'question', className = '' }: Props) {
  const { t } = useWords()
  const titleId = useId()
  const textId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opened = dialog.current
    const before = document.activeElement
    opened?.showModal()
    opened?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      opened?.close()
      // React takes the element away before the browser could give the focus back.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`d1-overlay shell-dialog ${className}`}
      data-as={as}
      role={as === 'question' ? 'alertdialog' : undefined}
      aria-labelledby={titleId}
      aria-describedby={as === 'question' ? textId : undefined}
      onCancel={(event) => {
        // Only its own: a dialog inside, or a file picker, sends the same event through here.
        if (event.target !== dialog.current) return
        event.preventDefault()
        onCancel()
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        {as !== 'question' && (
          <button type="button" className="bar-button" aria-label={t('close')} onClick={onCancel}>
            <Icon name="x" />
          </button>
        )}
      </div>
      <div id={textId} className="dialog-body">
        {children}
      </div>
    </dialog>
  )
}
