import { DigiOneError } from '@digione/contracts'
import type { Caller } from './login/authenticate.ts'

/** Tells who sends a request. @throws {DigiOneError} where the request carries a token that does not hold. */
export type Authenticate = (request: Request) => Promise<Caller>

type PersonCaller = Extract<Caller, { kind: 'person' }>
type ModuleCaller = Extract<Caller, { kind: 'module' }>
type ClientCaller = Extract<Caller, { kind: 'client' }>

const NAMES = { person: 'a person', module: 'a module', client: 'a client', nobody: 'nobody' } as const

function refuse(caller: Caller, what: string): never {
  if (caller.kind === 'nobody') throw new DigiOneError('NOT_SIGNED_IN')
  throw new DigiOneError('NOT_ALLOWED', NAMES[caller.kind], what)
}

export async function personCaller(authenticate: Authenticate, request: Request, what: string): Promise<PersonCaller> {
  const caller = await authenticate(request)
  return caller.kind === 'person' ? caller : refuse(caller, what)
}

/** A vendor's client that holds a scope. @throws {DigiOneError} NOT_SIGNED_IN, NOT_ALLOWED, SCOPE_MISSING */
export async function clientCaller(authenticate: Authenticate, request: Request, scope: string, what: string): Promise<ClientCaller> {
  const caller = await authenticate(request)
  if (caller.kind !== 'client') refuse(caller, what)
  if (!caller.scopes.includes(scope)) throw new DigiOneError('SCOPE_MISSING', caller.clientId, scope)
  return caller
}

/**
 * A module that acts for somebody who administers this municipality: its own administrator, or the platform's operator.
 * @throws {DigiOneError} NOT_SIGNED_IN, NOT_ALLOWED, SCOPE_MISSING
 */
export async function administratorCaller(authenticate: Authenticate, request: Request, scope: string, municipality: string): Promise<ModuleCaller> {
  const caller = await authenticate(request)
  if (caller.kind !== 'module') refuse(caller, 'administer a municipality')
  if (!caller.scopes.includes(scope)) throw new DigiOneError('SCOPE_MISSING', caller.module, scope)
  const { role, municipality: own } = caller.context
  if (role !== 'operator' && !(role === 'municipal-admin' && own === municipality))
    throw new DigiOneError('NOT_ALLOWED', `a ${role} of ${own}`, `administer ${municipality}`)
  return caller
}

/**
 * As `administratorCaller`, of somebody who answers for the municipality's data: the operator of the platform accepts for nobody else.
 * @throws {DigiOneError} NOT_SIGNED_IN, NOT_ALLOWED, SCOPE_MISSING
 */
export async function acceptingCaller(authenticate: Authenticate, request: Request, municipality: string): Promise<ModuleCaller> {
  const caller = await administratorCaller(authenticate, request, 'entitlements.manage', municipality)
  if (caller.context.municipality !== municipality)
    throw new DigiOneError('NOT_ALLOWED', `an ${caller.context.role} of ${caller.context.municipality}`, `accept what a module asks of ${municipality}`)
  return caller
}
