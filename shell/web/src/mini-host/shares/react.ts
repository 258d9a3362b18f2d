import * as React from 'react'
import * as ReactDOM from 'react-dom'
import * as ReactDOMClient from 'react-dom/client'
import * as jsxRuntime from 'react/jsx-runtime'
import { share } from '../../loader/remotes.ts'

export const shares = {
  react: share(React.version, React),
  'react/jsx-runtime': share(React.version, jsxRuntime),
  'react-dom': share(ReactDOM.version, ReactDOM),
  'react-dom/client': share(ReactDOM.version, ReactDOMClient),
}
