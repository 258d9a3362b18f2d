/** Of so many modules at once one tab may have another release. */
export const MOST_OVERRIDES = 4

/**
 * Header by which `digione dev --platform` says for which host of the developer's machine a request came. A page cannot send it
 * by going somewhere, and a platform heeds it only for the origins that its operator lists.
 */
export const DEVELOPER_HEADER = 'x-digione-developer'
