/** What the server takes; it looks at the bytes, the page at the name, before anything is sent. */
const ENDS = ['jpg', 'jpeg', 'png', 'webp', 'heic', 'heif', 'pdf', 'docx', 'xlsx', 'ofd']
const OLD_OFFICE = ['doc', 'xls', 'docm', 'xlsm', 'wps', 'et']
const PICTURES = ['jpg', 'jpeg', 'png', 'webp', 'heic', 'heif']
const MIB = 1024 * 1024

/** Of one file, once pictures are shrunk. */
export const FILE_MAX = 20 * MIB
/** Of a picture as it comes from the camera: it becomes smaller. */
const PICTURE_MAX = 100 * MIB
/** Chosen for one form. */
export const FILES_MAX = 9

export const ALLOWED = '支持 JPG、PNG、WEBP、HEIC 图片和 PDF、DOCX、XLSX、OFD 文档，每个不超过 20MB'

/** For the file dialogs of browsers. */
export const ACCEPT = ENDS.map((end) => `.${end}`).join(',')

const endOf = (name: string) => name.toLowerCase().match(/\.([^.]+)$/)?.[1] ?? ''

export const isPicture = (file: { name: string; type: string }) =>
  PICTURES.includes(endOf(file.name)) || /^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)

/** Why a file can't be sent, or nothing. */
export function wrongWith(file: { name: string; type: string; size: number }): string | null {
  const end = endOf(file.name)
  if (OLD_OFFICE.includes(end)) return '请另存为 DOCX 或 XLSX（不含宏）后再选择'
  if (!ENDS.includes(end) && !isPicture(file)) return '类型不受支持'
  if (file.size === 0) return '是空文件'
  if (file.size > (isPicture(file) ? PICTURE_MAX : FILE_MAX)) return tooLarge(file)
  return null
}

export const tooLarge = (file: { size: number }) =>
  `有 ${(file.size / MIB).toFixed(1)}MB，超过 20MB，请压缩后再选择`

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < MIB) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / MIB).toFixed(1)} MB`
}
