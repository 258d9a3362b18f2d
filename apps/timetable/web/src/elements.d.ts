// Types of the platform's own elements, which the shell defines.
import type {} from '@digione/ui/react'
