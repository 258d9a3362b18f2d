import type { IconName } from '@digione/ui'

/** An icon of the kept set, as decoration. Manifests name icons freely: an unknown one is drawn as a package. */
export function Icon({ name }: { readonly name: string }) {
  return <d1-icon name={name as IconName} />
}
