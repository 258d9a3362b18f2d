import { createHmac } from 'node:crypto'

/** The keyed hash under which an identity provider's key of a person is kept: a stolen database gives no national identity numbers. */
export const hashPersonKey = (keyHash: string, scheme: string, value: string) =>
  createHmac('sha256', Buffer.from(keyHash, 'base64')).update(`${scheme}\n${value}`).digest('hex')
