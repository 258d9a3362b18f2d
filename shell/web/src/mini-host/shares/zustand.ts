import * as zustand from 'zustand'
import { version } from 'zustand/package.json'
import { share } from '../../loader/remotes.ts'

export const shares = { zustand: share(version, zustand) }
