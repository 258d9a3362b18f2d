// Speaks to the window and to the vault's frame as if it were the vault, the shell or another module.
export default {
  mount(el) {
    const forged = [
      { event: 'ended', why: 'logged-out' },
      { event: 'live', message: { type: 'ended' } },
      { id: 1, ok: true, value: null },
      { kind: 'ended', why: 'logged-out', person: null },
      'digione:port',
      null,
      7,
    ]
    const { port1, port2 } = new MessageChannel()
    for (const message of forged) {
      window.postMessage(message, '*')
      document.querySelector('iframe')?.contentWindow?.postMessage(message, '*')
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
      new BroadcastChannel('digione.session').postMessage(message)
    }
    window.postMessage('digione:port', '*', [port2])
    port1.postMessage('x')
    el.append('ready')
  },
}
