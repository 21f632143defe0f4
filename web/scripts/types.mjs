// Writes src/api/schema.d.ts from openapi.json (`zhuqi openapi > openapi.json`).
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'

const document = JSON.parse(await readFile('openapi.json', 'utf8'))

// TypeScript would silently take the first of two operations of one name for both.
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.values(methods).map((operation) => ({ path, operation })),
)
const times = new Map()
for (const { operation } of operations) times.set(operation.operationId, (times.get(operation.operationId) ?? 0) + 1)
for (const { path, operation } of operations) {
  if (times.get(operation.operationId) === 1) continue
  const [, , , room] = path.split('/')
  operation.operationId = `${operation.operationId}_${room}`
}

await writeFile('src/api/schema.d.ts', COMMENT_HEADER + astToString(await openapiTS(document)))
