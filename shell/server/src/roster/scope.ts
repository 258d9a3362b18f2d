/** The scope of OneRoster 1.2 with which a backend reads people, groups and schools. */
export const ROSTER_SCOPE = 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly'
