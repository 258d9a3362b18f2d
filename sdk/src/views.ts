import type { App } from '@digione/contracts'

/**
 * Tells of which components an app is made, for the development server: where they are the same after an edit, the framework puts
 * the edited ones in place, and what a person typed stays.
 */
export const withViews = (app: App, views: Readonly<Record<string, unknown>>): App => Object.assign(app, { [Symbol.for('digione.views')]: views })
