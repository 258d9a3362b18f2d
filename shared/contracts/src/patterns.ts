// The forms of names that stand in addresses, apart from the schemas: a browser reads addresses without them.

/** A municipality's part of an address, such as `espoo`. */
export const MUNICIPALITY_SLUG = /^[a-z][a-z0-9-]{1,39}$/

/** A module's part of an address: `timetable`, or with its vendor `acme.tasks`. */
export const MODULE_ID = /^[a-z][a-z0-9-]{0,39}(\.[a-z][a-z0-9-]{0,39})?$/
