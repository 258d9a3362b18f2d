/** Where the bench's modules are on. */
export const MUNICIPALITY = 'espoo'

/** How many of the bench's modules somebody sees is a matter of their role: so one platform serves every size. */
export const LOGIN_OF_SIZE = { 20: 'opettaja-espoo', 200: 'rehtori', 1000: 'koulusihteeri' } as const
