import { isPicture } from './allowed'

/** Enough to read a nameplate by, and a tenth of what a camera makes. */
const SIDE_MAX = 1920
const QUALITY = 0.8

/** A picture made smaller before it is sent; as it was where that isn't possible or doesn't help. */
export async function shrunk(file: File): Promise<File> {
  if (!isPicture(file)) return file
  try {
    const blob = await redrawn(file)
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.[^.]*$/, '') + '.jpg', { type: 'image/jpeg' })
  } catch {
    // HEIC in a browser that doesn't know it, or a broken file: the server tells.
    return file
  }
}

/** Upright, whatever the camera noted, and without what else it noted, such as the place. */
async function redrawn(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
}
