import i18next from 'i18next'
import { version as i18nextVersion } from 'i18next/package.json'
import * as reactI18next from 'react-i18next'
import { version as reactI18nextVersion } from 'react-i18next/package.json'
import { share } from '../../loader/remotes.ts'

export const shares = { i18next: share(i18nextVersion, i18next), 'react-i18next': share(reactI18nextVersion, reactI18next) }
