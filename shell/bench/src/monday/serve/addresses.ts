import { freePort } from '@digione/shell-demo/backends'

/** Where each part of the system answers. One process and one port each, so that what each takes can be told apart. */
export interface Addresses {
  readonly ports: Readonly<Record<'platform' | 'identity' | 'attendance' | 'timetable', number>>
  readonly shell: string
  readonly session: string
  readonly modules: string
  readonly identity: string
  readonly vendor: Readonly<Record<'attendance' | 'timetable', string>>
}

export async function chooseAddresses(): Promise<Addresses> {
  const ports = { platform: await freePort(), identity: await freePort(), attendance: await freePort(), timetable: await freePort() }
  return {
    ports,
    shell: `http://digione.localhost:${ports.platform}`,
    session: `http://session.digione.localhost:${ports.platform}`,
    modules: `http://digione-modules.localhost:${ports.platform}`,
    identity: `http://id.digione.localhost:${ports.identity}`,
    vendor: {
      attendance: `http://attendance.digione-vendors.localhost:${ports.attendance}`,
      timetable: `http://timetable.digione-vendors.localhost:${ports.timetable}`,
    },
  }
}
