const SUBJECTS = ['Matematiikka', 'Äidinkieli ja kirjallisuus', 'Englanti', 'Ympäristöoppi', 'Liikunta', 'Kuvataide', 'Musiikki', 'Historia']

/** A day of eight lessons, the same for every variant. */
export const lessonsJson = (module: string): string =>
  JSON.stringify({
    lessons: SUBJECTS.map((subject, at) => ({
      id: `${module}-${at}`,
      starts: `${String(8 + at).padStart(2, '0')}:00`,
      ends: `${String(8 + at).padStart(2, '0')}:45`,
      subject,
      group: `4${'ABCD'[at % 4]}`,
      room: `tila ${201 + at}`,
    })),
  })
