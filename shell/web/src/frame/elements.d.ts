// Types of the platform's own elements, which the shell defines.
import '@digione/ui/react'
