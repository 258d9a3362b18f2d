import { townsfolk } from '@digione/shell-demo/townsfolk'

/** Whom the load plays: everybody of two classes, their guardians and ten teachers, of 120 schools. */
export const people = (accounts: number) => townsfolk(new Date(), accounts, { schools: 120, homesPerSchool: 2, teachersPerSchool: 10 })
