import { translate } from '../language/index.ts'
import { askConfirm } from '../state/questions.ts'
import { isShellAddress } from '../state/route.ts'

/**
 * Follows a link of a frame: within the shell as the place goes there that the module stands in.
 *
 * An address elsewhere could carry away what the frame knows: the person sees it, and says whether it is opened.
 */
export function followFromFrame(address: URL, newTab: boolean, go: (address: string) => void): void {
  const isOwn = address.origin === location.origin && isShellAddress(address.pathname)
  if (isOwn && !newTab) return go(address.pathname + address.search + address.hash)
  // Only for somebody who has just pressed something.
  if (!navigator.userActivation.isActive) return
  if (isOwn) return void open(address, '_blank', 'noopener')
  if (!/^(?:https?|mailto|tel):$/.test(address.protocol)) return
  const [title, confirm] = [translate({ key: 'leaves.title' }), translate({ key: 'leaves.confirm' })]
  void askConfirm({ title, text: address.href.slice(0, 500), confirm }, null).then((yes) => yes && open(address, '_blank', 'noopener,noreferrer'))
}
