// An application of a React before the platform's, as its authors wrote it for their own root: it knows nothing of the platform.
import * as React from 'react'
import * as ReactDOMClient from 'react-dom/client'
import singleSpaReact from 'single-spa-react'
import { Tasks } from './Tasks.jsx'
import './tasks.css'

const lifecycles = singleSpaReact({
  React,
  ReactDOMClient,
  rootComponent: Tasks,
  errorBoundary: (error) => <p role="alert">{error.message}</p>,
})
export const { bootstrap, mount, unmount } = lifecycles
