/// <reference types="vite/client" />

declare const __ZUSTAND__: string
declare const __I18NEXT__: string
declare const __REACT_I18NEXT__: string
