import type { Page } from '@playwright/test'

/** Of 255. The edges of icons and rounded corners differ by up to 27 between two drawings of the same page. */
const NOISE = 40

/**
 * How many pixels of two pictures differ to the eye.
 * @param page A page of its own, such as `about:blank`: the browser itself decodes the pictures.
 * @returns Infinity where their sizes differ.
 */
export async function differentPixels(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async ({ pictures, noise }) => {
      const decode = async (picture: string) => {
        const image = new Image()
        image.src = `data:image/png;base64,${picture}`
        await image.decode()
        const canvas = new OffscreenCanvas(image.width, image.height)
        const drawing = canvas.getContext('2d')
        if (!drawing) throw new Error('This browser cannot draw.')
        drawing.drawImage(image, 0, 0)
        return drawing.getImageData(0, 0, image.width, image.height)
      }
      const [a, b] = await Promise.all([decode(pictures.one), decode(pictures.other)])
      if (a.width !== b.width || a.height !== b.height) return Infinity
      let count = 0
      for (let at = 0; at < a.data.length; at += 4) {
        const differs = [0, 1, 2].some((channel) => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > noise)
        if (differs) count++
      }
      return count
    },
    { pictures: { one: one.toString('base64'), other: other.toString('base64') }, noise: NOISE },
  )
}
