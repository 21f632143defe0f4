import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import ElementPlus from 'unplugin-element-plus/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// `zhuqi demo` or `serve` beside `npm run dev`.
const server = process.env.ZHUQI_DEV_SERVER ?? 'http://127.0.0.1:8080'

/** Every text once more, as small as it goes, for the server to send as it lies there. */
const gzipped: Plugin = {
  name: 'gzipped',
  writeBundle: {
    order: 'post',
    handler({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(js|css|html)$/.test(name))) {
        writeFileSync(join(dir, `${name}.gz`), gzipSync(readFileSync(join(dir, name)), { level: 9 }))
      }
    },
  },
}

export default defineConfig({
  // Styles of Element Plus come with each component that a page imports.
  plugins: [vue(), ElementPlus({}), gzipped],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // The browsers of modest offices.
    target: ['chrome90', 'firefox90', 'safari15'],
    // The policy of the page allows scripts and pictures from its own host alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Of hundreds of small files each costs a round trip: what signing in needs comes as one, and what pages share.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@?vue|vue-router|@tanstack|openapi-fetch|idb-keyval)\//, priority: 2 },
            { name: 'start', test: /element-plus\/es\/components\/(base|config-provider|message|button|form|form-item|input|alert)\//, priority: 1 },
            // Our own alone, and not the field for a day: with it the whole calendar would come before signing in.
            { name: 'shared', test: /^(?!.*node_modules).*\/src\/(?!parts\/Part(Day|Moment))/, minShareCount: 12 },
            { name: 'forms', test: /^(?!.*(date|time)-picker).*(element-plus|lodash)/, minShareCount: 8 },
            // The calendar of a field for a day is heavy, and comes with the first page that has such a field.
            { name: 'days', test: /(date|time)-picker|node_modules\/dayjs/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/healthz': server, '/readyz': server } },
  test: {
    // A browser for each file costs a second or two: a test that needs one says so in its first line.
    environment: 'node',
    // Generous, for machines that have more to do.
    testTimeout: 30_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    pool: 'threads',
    maxWorkers: '100%',
    server: { deps: { inline: ['element-plus'] } },
    // As one file, rather than as hundreds for every test; of a day's library, which it extends, there is one.
    deps: { optimizer: { client: { enabled: true, include: ['element-plus', 'element-plus/es'], exclude: ['dayjs'] } } },
  },
})
